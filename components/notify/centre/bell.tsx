'use client';

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import classes from './centre.module.css';
import { useInbox } from './inbox-context';
import { short } from './words';

/** The way to the notifications, with how many are unread. */
export function Bell({ isOpen }: { isOpen: boolean }) {
  const t = useTranslations('notifyCentre');
  const { unread } = useInbox();
  return (
    <Tooltip label={t('title')}>
      <ActionIcon
        component={Link}
        prefetch={false}
        href="/notifications"
        variant={isOpen ? 'light' : 'subtle'}
        color={isOpen ? undefined : 'gray'}
        size={40}
        radius="xl"
        className={classes.bell}
        aria-label={t('bell', { count: unread })}
        aria-current={isOpen ? 'page' : undefined}
      >
        <IconBell size={20} stroke={1.8} aria-hidden />
        {unread > 0 && (
          <span className={classes.count} aria-hidden>
            {short(unread)}
          </span>
        )}
      </ActionIcon>
    </Tooltip>
  );
}
