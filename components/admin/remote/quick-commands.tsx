'use client';

import { Button, Group } from '@mantine/core';
import { IconCurrentLocation, IconDeviceMobileCog, IconHeartRateMonitor, IconWalk } from '@tabler/icons-react';
import { useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { knows } from '@/lib/domain/owntracks/commands';
import type { Platform } from '@/lib/domain/owntracks/platform';
import { dayAt, startOfDay } from '@/lib/domain/time/zoned-day';

const ICONS = {
  reportLocation: IconCurrentLocation,
  status: IconHeartRateMonitor,
  reportSteps: IconWalk,
  dump: IconDeviceMobileCog,
} as const;
type Quick = keyof typeof ICONS;
const ACTIONS = Object.keys(ICONS) as Quick[];

/** Questions at one touch; those that the phone's app does not know are not there. */
export function QuickCommands({ platform, onAsk }: { platform: Platform | null; onAsk: (body: object) => Promise<unknown> }) {
  const t = useTranslations('remote.quick');
  const timeZone = useTimeZone() ?? 'UTC';
  const [asking, setAsking] = useState<Quick | null>(null);

  const ask = async (action: Quick) => {
    setAsking(action);
    const now = Date.now();
    const span = action === 'reportSteps' ? { from: startOfDay(dayAt(now, timeZone), timeZone), to: now } : {};
    await onAsk({ action, ...span });
    setAsking(null);
  };

  return (
    <Group gap="sm" role="group" aria-label={t('label')}>
      {ACTIONS.filter((action) => knows(platform, action)).map((action) => {
        const Icon = ICONS[action];
        return (
          <Button
            key={action}
            variant={action === 'reportLocation' ? 'filled' : 'default'}
            leftSection={<Icon size={18} aria-hidden />}
            disabled={asking !== null}
            onClick={() => void ask(action)}
          >
            {t(action)}
          </Button>
        );
      })}
    </Group>
  );
}
