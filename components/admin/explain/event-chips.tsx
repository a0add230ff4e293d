'use client';

import { Anchor, Badge, Group, Text } from '@mantine/core';
import { IconArrowsExchange, IconClockExclamation, IconEraser, IconHistory, IconRoute } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useFormat } from '@/components/common/use-format';
import classes from './explain.module.css';
import type { ExplainedEventDto } from './types';

/** What is special about an event, each by icon and words. */
export function EventChips({ event }: { event: ExplainedEventDto }) {
  const t = useTranslations('explain.chips');
  const format = useFormat();
  return (
    <Group gap="xs" mb="md">
      {event.retracted_at && (
        <Chip color="red" Icon={IconEraser}>
          {t(event.retract_reason === 'outlier' ? 'outlier' : 'late_fix', { time: format.dateTime(event.retracted_at) })}
        </Chip>
      )}
      {event.is_late && (
        <Chip color="yellow" Icon={IconClockExclamation}>
          {t('late', { happened: format.dateTime(event.occurred_at), received: format.dateTime(event.received_at) })}
        </Chip>
      )}
      {event.is_pass_through && (
        <Chip color="blue" Icon={IconRoute}>
          {t('passThrough')}
        </Chip>
      )}
      {event.origin === 'reconstructed' && (
        <Chip color="gray" Icon={IconHistory}>
          {t('reconstructed')}
        </Chip>
      )}
      <Text size="sm" c="dimmed" span>
        {t('witnesses', { names: event.witnesses.map((witness) => t(`witness_${witness}`)).join(', ') })}
      </Text>
      {event.replaces_id !== null && <Other id={event.replaces_id} label={t('replaces')} />}
      {event.replaced_by_id !== null && <Other id={event.replaced_by_id} label={t('replacedBy')} />}
    </Group>
  );
}

function Chip({ color, Icon, children }: { color: string; Icon: typeof IconRoute; children: ReactNode }) {
  return (
    <Badge color={color} variant="light" leftSection={<Icon size={14} aria-hidden />} tt="none" className={classes.chip}>
      {children}
    </Badge>
  );
}

function Other({ id, label }: { id: number; label: string }) {
  return (
    <Anchor component={Link} href={`/admin/geofences/events/${id}`} size="sm">
      <IconArrowsExchange size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {label}
    </Anchor>
  );
}
