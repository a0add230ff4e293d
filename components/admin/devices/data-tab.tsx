'use client';

import { useTranslations } from 'next-intl';
import { Beacons } from '../phone/beacons';
import { PhoneItself } from '../phone/phone-itself';
import { Steps } from '../phone/steps';
import type { PhoneExtras } from '../phone/types';
import { Section } from '../section';
import type { DeviceDto } from '../types';
import { ExportHistory } from './export-history';
import { RecentFixes } from './recent-fixes';

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
        <RecentFixes device={device} />
      </Section>
      <Steps deviceId={device.id} initial={initial.steps} />
      <Beacons deviceId={device.id} initial={initial.beacons} />
      <PhoneItself device={device} initialSettings={initial.settings} />
    </>
  );
}
