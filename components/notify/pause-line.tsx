'use client';

import { Button, Group, Text } from '@mantine/core';
import { IconBellOff, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFormat } from '../common/use-format';
import type { PauseDto } from './use-pauses';

interface Props {
  pause: PauseDto;
  /** The zone, or all mails; not shown where the page itself is about it. */
  what: string;
  showsWhat?: boolean;
  busy: boolean;
  onResume: () => void;
}

/** A pause that is on: until when, and the way to end it. */
export function PauseLine({ pause, what, showsWhat = false, busy, onResume }: Props) {
  const t = useTranslations('pauses');
  const format = useFormat();
  const end = pause.until === null ? t('forGood') : t('until', { until: format.dateTime(pause.until) });
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap">
      <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
        <IconBellOff size={18} aria-hidden style={{ flex: 'none' }} />
        <div style={{ minWidth: 0 }}>
          {showsWhat && (
            <Text fw={600} truncate>
              {what}
            </Text>
          )}
          <Text size="sm" c={showsWhat ? 'dimmed' : undefined}>
            {end}
          </Text>
        </div>
      </Group>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        disabled={busy}
        onClick={onResume}
        aria-label={t('resumeLabel', { what })}
        style={{ flexShrink: 0 }}
      >
        {t('resume')}
      </Button>
    </Group>
  );
}
