'use client';

import { Button, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Beacons } from '../phone/beacons';
import { PhoneItself } from '../phone/phone-itself';
import { Steps } from '../phone/steps';
import type { PhoneExtras } from '../phone/types';
import { Section } from '../section';
import type { DeviceDto } from '../types';
import { ExportHistory } from './export-history';
import { MOST_SHOWN, RecentFixes } from './recent-fixes';

const FIRST_SHOWN = 10;

/** What the phone sent, and how to take it away. */
export function DataTab({ device, initial }: { device: DeviceDto; initial: PhoneExtras }) {
  const t = useTranslations('devices');
  const history = useTranslations('imports.export');
  return (
    <>
      <Section title={history('title')}>
        <ExportHistory deviceId={device.id} />
      </Section>
      <Section title={t('fixes.title')}>
        <Positions device={device} />
      </Section>
      <Steps deviceId={device.id} initial={initial.steps} />
      <Beacons deviceId={device.id} initial={initial.beacons} />
      <PhoneItself device={device} initialSettings={initial.settings} />
    </>
  );
}

function Positions({ device }: { device: DeviceDto }) {
  const t = useTranslations('devices.fixes');
  const [shown, show] = useState(FIRST_SHOWN);
  return (
    <Stack gap="sm">
      <RecentFixes device={device} shown={shown} />
      {device.last_location && shown < MOST_SHOWN && (
        <div>
          <Button variant="default" size="compact-sm" onClick={() => show(MOST_SHOWN)}>
            {t('older')}
          </Button>
        </div>
      )}
    </Stack>
  );
}
