'use client';

import { Anchor, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBell } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { TOLD_ICON, useTold } from '../told';
import { type Arrival, arrive } from './flood';
import type { NotificationDto } from './types';
import { hrefOf } from './words';

const MANY = 'notifications-many';
const CLOSE_MS = 8_000;
const idOf = ({ id }: Pick<NotificationDto, 'id'>) => `notification-${id}`;

/** Shows for a moment what has just come; of a flood only how much it is. */
export function useToasts(onOpen: (id: number) => void) {
  const t = useTranslations('notifyCentre');
  const told = useTold();
  const arrivals = useRef<Arrival[]>([]);
  const shown = useRef<string[]>([]);

  const showMany = (count: number) => {
    for (const id of shown.current.splice(0)) notifications.hide(id);
    const message = <ToastLink id={MANY} href="/notifications" label={t('showAll')} />;
    const toast = {
      id: MANY,
      title: t('many', { count }),
      message,
      icon: <IconBell size={18} aria-hidden />,
      autoClose: CLOSE_MS,
    };
    notifications.show(toast);
    notifications.update(toast);
  };

  return (notification: NotificationDto, unread: number, unread_before: number) => {
    const result = arrive(arrivals.current, { at: Date.now(), unread_before }, unread);
    arrivals.current = result.arrivals;
    if (result.shown !== 'itself') return showMany(result.shown);
    const id = idOf(notification);
    const Icon = TOLD_ICON[notification.kind];
    const href = hrefOf(notification) ?? '/notifications';
    shown.current.push(id);
    notifications.show({
      id,
      title: told(notification),
      message: <ToastLink id={id} href={href} label={t('show')} onOpen={() => onOpen(notification.id)} />,
      icon: <Icon size={18} aria-hidden />,
      autoClose: CLOSE_MS,
    });
  };
}

interface ToastLinkProps {
  id: string;
  href: string;
  label: string;
  onOpen?: () => void;
}

function ToastLink({ id, href, label, onOpen }: ToastLinkProps) {
  const open = () => {
    onOpen?.();
    notifications.hide(id);
  };
  return (
    <Text size="sm" span>
      <Anchor component={Link} prefetch={false} href={href} onClick={open}>
        {label}
      </Anchor>
    </Text>
  );
}
