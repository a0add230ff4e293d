'use client';

import { Badge, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconBellOff, IconClock, IconMailCheck, IconMinus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { NotificationStatus } from '@/lib/domain/model';
import { NO_MAIL_SERVER } from '@/lib/domain/notify/no-mail-server';
import type { ESCALATION, SuppressReason, WAITING } from '@/lib/domain/notify/plan';
import type { HoldReason } from '@/lib/domain/notify/timing';
import type { EventDto } from '../types';
import classes from './events.module.css';

const LOOK: Record<NotificationStatus, { icon: typeof IconClock; color: string }> = {
  sent: { icon: IconMailCheck, color: 'green' },
  pending: { icon: IconClock, color: 'blue' },
  failed: { icon: IconAlertTriangle, color: 'red' },
  suppressed: { icon: IconBellOff, color: 'gray' },
  none: { icon: IconMinus, color: 'gray' },
};

type Props = { event: Pick<EventDto, 'notification_status' | 'notification_reason'> };

/** What became of the mail; why, in a tooltip that opens by pointer, touch and keyboard. */
export function NotificationBadge({ event }: Props) {
  const t = useTranslations('events.notification');
  const reason = useNotificationReason(event);
  const id = useId();
  const { icon: Icon, color } = LOOK[event.notification_status];
  return (
    <>
      <Tooltip label={reason} multiline maw={360} openDelay={100}>
        <Badge
          color={color}
          variant={event.notification_status === 'none' ? 'transparent' : 'light'}
          leftSection={<Icon size={14} aria-hidden />}
          tabIndex={0}
          role="note"
          aria-label={t(event.notification_status)}
          aria-describedby={id}
          className={classes.badge}
        >
          {t(event.notification_status)}
        </Badge>
      </Tooltip>
      <span id={id} hidden>
        {reason}
      </span>
    </>
  );
}

/** On phones there is nothing to hover: a failure says its reason beneath. */
export function NotificationReason({ event }: Props) {
  const reason = useNotificationReason(event);
  if (event.notification_status !== 'failed') return null;
  return (
    <Text size="xs" c="dimmed" className={classes.reason}>
      {reason}
    </Text>
  );
}

type Code = SuppressReason | typeof WAITING | typeof ESCALATION | HoldReason;

/** The codes that the server gives as reasons, besides a mail server's own words. */
const CODES: Record<Code, true> = {
  cooldown: true,
  schedule: true,
  late: true,
  short_stay: true,
  left_early: true,
  retracted: true,
  already_told: true,
  paused: true,
  waiting: true,
  opened: true,
  target_paused: true,
  target_gone: true,
  not_a_recipient: true,
  escalation: true,
  digest: true,
  quiet: true,
  max: true,
  resolved: true,
};

const isCode = (reason: string | null): reason is Code => reason !== null && Object.hasOwn(CODES, reason);

/** What became of the notification, and why, in a sentence. */
export function useNotificationReason({ notification_status: status, notification_reason: reason }: Props['event']): string {
  const t = useTranslations('events.reason');
  if (reason === NO_MAIL_SERVER) return t('noMailServer');
  if (isCode(reason)) return t(reason);
  if (!reason) return t(status);
  if (status === 'pending') return t('retrying', { reason });
  if (status === 'failed') return t('failedWith', { reason });
  return reason;
}
