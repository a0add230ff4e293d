'use client';

import { Anchor, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { DeviceTab } from '@/components/common/device-path';
import { RelativeTime } from '@/components/common/relative-time';
import { useNow } from '@/components/common/use-now';
import type { MapMedia } from '../../map/types';
import { Pictures } from '../media/pictures';
import { Hints } from '../phone/hints';
import { Section } from '../section';
import type { DeviceDto } from '../types';
import { DeviceAlerts } from './alerts/device-alerts';
import type { InitialAlerts } from './alerts/types';
import { Battery } from './battery';
import { lastSignOfLife, problemsOf } from './condition';
import { ProblemList } from './problem-list';
import { tabOf } from './problem-path';
import { RecentFixes } from './recent-fixes';
import { TabLink } from './tab-link';

interface Props {
  device: DeviceDto;
  initialPictures: MapMedia[];
  initialAlerts: InitialAlerts;
  onOpen: (tab: DeviceTab) => void;
}

const FIXES_SHOWN = 5;

/** How the device does, what stands in its way, and where it was last. */
export function OverviewTab({ device, initialPictures, initialAlerts, onOpen }: Props) {
  const t = useTranslations('devices');
  return (
    <>
      <Condition device={device} onOpen={onOpen} />
      <DeviceAlerts deviceId={device.id} initial={initialAlerts} />
      <Section
        title={t('fixes.title')}
        action={
          <Anchor component={Link} href={`/admin/geofences/why?device=${device.id}`} size="sm">
            {t('why')}
          </Anchor>
        }
      >
        <Stack gap="sm">
          <RecentFixes device={device} shown={FIXES_SHOWN} />
          {device.last_location && (
            <div>
              <TabLink deviceId={device.id} tab="data" onOpen={onOpen}>
                {t('fixes.more')}
              </TabLink>
            </div>
          )}
        </Stack>
      </Section>
      <Pictures deviceId={device.id} initial={initialPictures} />
    </>
  );
}

function Condition({ device, onOpen }: Pick<Props, 'device' | 'onOpen'>) {
  const t = useTranslations('devices');
  const seen = lastSignOfLife(device);
  const fix = device.last_location;
  const [worst] = problemsOf(device, useNow());
  const elsewhere = worst ? tabOf(worst) : null;
  return (
    <Section title={t('columns.condition')}>
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 2, md: 4 }} spacing="lg">
          <Fact label={t('now')}>
            <Group gap="xs">
              <ProblemList device={device} />
              {elsewhere && (
                <TabLink deviceId={device.id} tab={elsewhere} onOpen={onOpen}>
                  {t('whatToDo')}
                </TabLink>
              )}
            </Group>
          </Fact>
          <Fact label={t('columns.seen')}>
            <Text size="sm">{seen ? <RelativeTime value={seen} /> : t('never')}</Text>
          </Fact>
          <Fact label={t('columns.fix')}>
            <Text size="sm">{fix ? <RelativeTime value={fix.occurred_at} /> : t('noFix')}</Text>
          </Fact>
          <Fact label={t('columns.battery')}>
            <Battery location={fix} />
          </Fact>
        </SimpleGrid>
        <Hints hints={device.hints.filter(({ severity }) => severity !== 'notes')} />
      </Stack>
    </Section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed" mb={2}>
        {label}
      </Text>
      {children}
    </div>
  );
}
