'use client';

import { Alert, Button, SegmentedControl, Stack, Title } from '@mantine/core';
import { notifications as toasts } from '@mantine/notifications';
import { IconBell, IconChecks, IconSettings } from '@tabler/icons-react';
import Link from 'next/link';
import { useTimeZone, useTranslations } from 'next-intl';
import { EmptyState } from '@/components/common/empty-state';
import { LinkButton } from '@/components/common/link-button';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { useErrorText } from '@/components/common/use-error-text';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import { useQueryString } from '@/components/common/use-query-string';
import { addDays, dayAt } from '@/lib/domain/time/zoned-day';
import classes from './centre.module.css';
import { useInbox } from './inbox-context';
import { NotificationRow } from './notification-row';
import type { NotificationDto, NotificationPage } from './types';
import { useNotifications } from './use-notifications';

interface Props {
  initial: NotificationPage;
  isInitialUnread: boolean;
}

/** All that the reader was told, the last told first. */
export function CentrePage({ initial, isInitialUnread }: Props) {
  const t = useTranslations('notifyCentre');
  const errorText = useErrorText();
  const [query, go] = useQueryString();
  const isUnread = new URLSearchParams(query).get('unread') === '1';
  const { unread, open } = useInbox();
  const list = useNotifications({ isUnread, initial, isInitialUnread });

  const failed = (error: unknown) => {
    toasts.show({ color: 'red', message: errorText(error) });
    list.reload();
  };
  const openOne = (notification: NotificationDto) => {
    if (notification.opened_at !== null) return;
    list.markLocally(({ id }) => id === notification.id);
    open({ ids: [notification.id] }).catch(failed);
  };
  const openAll = () => {
    // What comes while the button is pressed was not looked at.
    const until = list.notifications[0]?.told_at;
    list.markLocally(() => true);
    open({ all: true, ...(until && !isUnread ? { until } : {}) }).catch(failed);
  };

  return (
    <Page size="md">
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconChecks size={18} aria-hidden />}
              disabled={unread === 0}
              onClick={openAll}
            >
              {t('markAll')}
            </Button>
            <Button
              component={Link}
              href="/notifications/settings"
              variant="default"
              leftSection={<IconSettings size={18} aria-hidden />}
            >
              {t('settings')}
            </Button>
          </>
        }
      />
      <SegmentedControl
        mb="md"
        aria-label={t('filter.label')}
        data={[
          { value: 'all', label: t('filter.all') },
          { value: 'unread', label: t('filter.unread', { count: unread }) },
        ]}
        value={isUnread ? 'unread' : 'all'}
        onChange={(value) => go(value === 'unread' ? 'unread=1' : '')}
      />
      {list.error ? (
        <Alert color="red" mb="sm" title={t('refreshFailed')}>
          {errorText(list.error)}
        </Alert>
      ) : null}
      {list.notifications.length === 0 ? (
        <Nothing isUnread={isUnread} onAll={() => go('')} />
      ) : (
        <Days notifications={list.notifications} onOpen={openOne} />
      )}
      {list.hasMore && (
        <Button variant="default" fullWidth mt="md" loading={list.isLoadingMore} onClick={list.showMore}>
          {t('more')}
        </Button>
      )}
    </Page>
  );
}

interface DaysProps {
  notifications: readonly NotificationDto[];
  onOpen: (notification: NotificationDto) => void;
}

/** By the day on which they were told. */
function Days({ notifications, onOpen }: DaysProps) {
  const t = useTranslations('notifyCentre');
  const format = useFormat();
  const timeZone = useTimeZone() ?? 'UTC';
  const today = dayAt(useNow(), timeZone);
  const days = new Map<string, NotificationDto[]>();
  for (const one of notifications) {
    const day = dayAt(Date.parse(one.told_at), timeZone);
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  const nameOf = (day: string, first: NotificationDto | undefined) => {
    if (day === today) return t('today');
    return day === addDays(today, -1) ? t('yesterday') : format.date(first?.told_at ?? day);
  };
  return (
    <Stack gap="lg">
      {[...days].map(([day, told]) => (
        <section key={day}>
          <Title order={2} size="h5" mb="xs">
            {nameOf(day, told[0])}
          </Title>
          <ul className={classes.list}>
            {told.map((one) => (
              <NotificationRow key={one.id} notification={one} onOpen={onOpen} />
            ))}
          </ul>
        </section>
      ))}
    </Stack>
  );
}

function Nothing({ isUnread, onAll }: { isUnread: boolean; onAll: () => void }) {
  const t = useTranslations('notifyCentre.empty');
  if (isUnread) {
    return (
      <EmptyState
        icon={<IconChecks size={28} />}
        title={t('readTitle')}
        action={<Button onClick={onAll}>{t('readAction')}</Button>}
      >
        {t('readText')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconBell size={28} />}
      title={t('title')}
      action={<LinkButton href="/admin/geofences">{t('action')}</LinkButton>}
    >
      {t('text')}
    </EmptyState>
  );
}
