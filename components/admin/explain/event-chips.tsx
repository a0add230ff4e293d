'use client';

import { Anchor, Badge, Group, Text } from '@mantine/core';
import { IconArrowsExchange, IconClockExclamation, IconEraser, IconHistory, IconRoute } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
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
        <Badge color="red" variant="light" leftSection={<IconEraser size={14} aria-hidden />} tt="none" className={classes.chip}>
          {t(event.retract_reason === 'outlier' ? 'outlier' : 'late_fix', { time: format.dateTime(event.retracted_at) })}
        </Badge>
      )}
      {event.is_late && (
        <Badge
          color="yellow"
          variant="light"
          leftSection={<IconClockExclamation size={14} aria-hidden />}
          tt="none"
          className={classes.chip}
        >
          {t('late', { happened: format.dateTime(event.occurred_at), received: format.dateTime(event.received_at) })}
        </Badge>
      )}
      {event.is_pass_through && (
        <Badge color="blue" variant="light" leftSection={<IconRoute size={14} aria-hidden />} tt="none" className={classes.chip}>
          {t('passThrough')}
        </Badge>
      )}
      {event.origin === 'reconstructed' && (
        <Badge
          color="gray"
          variant="light"
          leftSection={<IconHistory size={14} aria-hidden />}
          tt="none"
          className={classes.chip}
        >
          {t('reconstructed')}
        </Badge>
      )}
      <Text size="sm" c="dimmed" span>
        {t('witnesses', { names: event.witnesses.map((witness) => t(`witness_${witness}`)).join(', ') })}
      </Text>
      {event.replaces_id !== null && <Other id={event.replaces_id} label={t('replaces')} />}
      {event.replaced_by_id !== null && <Other id={event.replaced_by_id} label={t('replacedBy')} />}
    </Group>
  );
}

function Other({ id, label }: { id: number; label: string }) {
  return (
    <Anchor component={Link} href={`/admin/geofences/events/${id}`} size="sm">
      <IconArrowsExchange size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {label}
    </Anchor>
  );
}
