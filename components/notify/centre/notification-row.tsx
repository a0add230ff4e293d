'use client';

import { ActionIcon, Group, Text, ThemeIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconEraser } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ColorDot } from '@/components/admin/color-dot';
import { useAlertSentences } from '@/components/admin/devices/alerts/alert-words';
import { ClockTime } from '@/components/common/relative-time';
import { useFormat } from '@/components/common/use-format';
import { DEVICE_ALERT_KINDS, type DeviceAlertKind } from '@/lib/domain/notify/records';
import { TOLD_ICON, useTold } from '../told';
import classes from './centre.module.css';
import type { NotificationDto } from './types';
import { hrefOf } from './words';

/** Told so much later than it happened, it is said when. */
const LATE_MS = 5 * 60_000;

interface Props {
  notification: NotificationDto;
  onOpen: (notification: NotificationDto) => void;
}

/** What happened to whom and where, when, and whether it was looked at. The whole line leads to more of it. */
export function NotificationRow({ notification, onOpen }: Props) {
  const t = useTranslations('notifyCentre');
  const told = useTold()(notification);
  const { kind, opened_at, occurred_at, ended_at, event_id } = notification;
  const isUnread = opened_at === null;
  const Icon = TOLD_ICON[kind];
  return (
    <li className={classes.row} data-unread={isUnread || undefined}>
      <ThemeIcon variant="light" color={isUnread ? undefined : 'gray'} size={38} radius="xl" style={{ flex: 'none' }}>
        <Icon size={20} aria-hidden />
      </ThemeIcon>
      <div className={classes.words}>
        <Text fw={isUnread ? 650 : 400} td={ended_at && event_id ? 'line-through' : undefined}>
          {isUnread && <span className="visually-hidden">{t('isUnread')} </span>}
          <Headline notification={notification} onOpen={onOpen}>
            {told}
          </Headline>
        </Text>
        <About notification={notification} />
        <Notes notification={notification} />
      </div>
      <div className={classes.when}>
        <Text size="sm" c="dimmed" span style={{ whiteSpace: 'nowrap' }}>
          <ClockTime value={occurred_at} />
        </Text>
        {isUnread && (
          <Tooltip label={t('markRead')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              className={classes.mark}
              aria-label={t('markReadLabel', { what: told })}
              onClick={() => onOpen(notification)}
            >
              <IconCheck size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </li>
  );
}

function Headline({ notification, onOpen, children }: Props & { children: string }) {
  const href = hrefOf(notification);
  if (href === null) return children;
  const open = () => onOpen(notification);
  return (
    <Link prefetch={false} href={href} className={classes.link} onClick={open} onAuxClick={open}>
      {children}
    </Link>
  );
}

/** Device and zone by the colours that they have on the map. */
function About({ notification }: Pick<Props, 'notification'>) {
  const { device_name, device_color, geofence_name, geofence_color } = notification;
  const parts = [
    { name: device_name, color: device_color },
    { name: geofence_name, color: geofence_color },
  ].flatMap(({ name, color }) => (name !== null && color !== null ? [{ name, color }] : []));
  if (parts.length === 0) return null;
  return (
    <Group gap="0 16px">
      {parts.map(({ name, color }) => (
        <Group key={color + name} gap={6} wrap="nowrap" miw={0}>
          <ColorDot color={color} size={10} />
          <Text size="sm" c="dimmed" span truncate>
            {name}
          </Text>
        </Group>
      ))}
    </Group>
  );
}

/** What makes it plain, that it was told late, and what became of it. */
function Notes({ notification }: Pick<Props, 'notification'>) {
  const t = useTranslations('notifyCentre.notes');
  const format = useFormat();
  const { detail, kind, ended_at, event_id, alert_id, occurred_at, told_at } = notification;
  const isLate = event_id !== null && Date.parse(told_at) - Date.parse(occurred_at) > LATE_MS;
  const end = event_id !== null ? 'takenBack' : alert_id !== null ? 'asExpected' : 'over';
  return (
    <>
      {detail && isDeviceKind(kind) && <Sentences kind={kind} detail={detail} />}
      {isLate && (
        <Text size="sm" c="dimmed">
          {t('late', { time: format.dateTime(told_at) })}
        </Text>
      )}
      {ended_at !== null && (
        <Group gap={6} wrap="nowrap" align="flex-start" c="dimmed">
          <IconEraser size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          <Text size="sm" span>
            {t(end, { time: format.dateTime(ended_at) })}
          </Text>
        </Group>
      )}
    </>
  );
}

const isDeviceKind = (kind: string): kind is DeviceAlertKind => DEVICE_ALERT_KINDS.some((one) => one === kind);

function Sentences(alert: { kind: DeviceAlertKind; detail: Record<string, unknown> }) {
  return (
    <Text size="sm" c="dimmed">
      {useAlertSentences(alert).join(' ')}
    </Text>
  );
}
