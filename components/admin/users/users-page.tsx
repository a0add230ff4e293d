'use client';

import { Badge, Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconShield, IconUser } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '@/components/common/api';
import { useConfirm } from '@/components/common/confirm';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { RelativeTime } from '@/components/common/relative-time';
import type { Column } from '../table/responsive-table';
import type { SortValue } from '../table/sort';
import { SortedTable } from '../table/sorted-table';
import type { UserDto, Viewer } from '../types';
import { useServerData } from '../use-server-data';
import { UserActions } from './user-actions';
import { type UserDialog, UserDialogs } from './user-dialogs';
import { UserLoss } from './user-loss';

type UserKey = 'name' | 'role' | 'email' | 'handle' | 'language' | 'created' | 'actions';

/** For admins: who may sign in. */
export function UsersPage({ viewer, initialUsers }: { viewer: Viewer; initialUsers: UserDto[] }) {
  const t = useTranslations('users');
  const confirm = useConfirm();
  const { data, mutate } = useServerData('/api/users', { users: initialUsers });
  const { users } = data;
  const [dialog, setDialog] = useState<UserDialog | null>(null);
  const isLastAdmin = (user: UserDto) => user.role === 'admin' && users.filter(({ role }) => role === 'admin').length === 1;

  const askToRemove = (user: UserDto) =>
    confirm({
      title: t('remove.title', { name: user.name }),
      lost: <UserLoss user={user} />,
      action: t('remove.action'),
      onConfirm: async () => {
        await api('DELETE', `/api/users/${user.id}`);
        await mutate();
        notifications.show({ message: t('remove.done', { name: user.name }) });
      },
    });

  const columns: Column<UserDto, UserKey>[] = [
    {
      key: 'name',
      label: t('columns.name'),
      kind: 'title',
      sortable: true,
      render: (user) => (
        <Text size="sm" fw={600} span>
          {user.name}{' '}
          {user.id === viewer.id && (
            <Text span c="dimmed" size="sm">
              {t('you')}
            </Text>
          )}
        </Text>
      ),
    },
    { key: 'role', label: t('columns.role'), kind: 'badge', sortable: true, render: (user) => <RoleBadge user={user} /> },
    { key: 'email', label: t('columns.email'), sortable: true, render: (user) => <Text size="sm">{user.email}</Text> },
    {
      key: 'handle',
      label: t('columns.handle'),
      sortable: true,
      render: (user) => (
        <Text size="sm" ff="monospace">
          {user.handle}
        </Text>
      ),
    },
    {
      key: 'language',
      label: t('columns.language'),
      sortable: true,
      render: (user) => (
        <Text size="sm">
          {user.language === 'de' ? 'Deutsch' : 'English'} · {user.time_zone.replaceAll('_', ' ')}
        </Text>
      ),
    },
    {
      key: 'created',
      label: t('columns.created'),
      sortable: true,
      render: (user) => (
        <Text size="sm" span>
          <RelativeTime value={user.created_at} />
        </Text>
      ),
    },
    {
      key: 'actions',
      label: t('columns.actions'),
      kind: 'actions',
      render: (user) => (
        <UserActions
          user={user}
          isMe={user.id === viewer.id}
          isLastAdmin={isLastAdmin(user)}
          onOpen={(kind) => setDialog({ kind, user })}
          onRemove={() => askToRemove(user)}
        />
      ),
    },
  ];

  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <Button leftSection={<IconPlus size={18} />} onClick={() => setDialog({ kind: 'create' })}>
            {t('add')}
          </Button>
        }
      />
      <SortedTable
        label={t('title')}
        columns={columns}
        rows={users}
        idOf={({ id }) => id}
        cellOf={userSortValue}
        sortedBy="name"
      />
      <UserDialogs dialog={dialog} isLastAdmin={isLastAdmin} onChange={setDialog} onSaved={() => mutate()} />
    </Page>
  );
}

function userSortValue(user: UserDto, key: UserKey): SortValue {
  if (key === 'created') return Date.parse(user.created_at);
  return key === 'actions' ? null : user[key];
}

function RoleBadge({ user }: { user: UserDto }) {
  const t = useTranslations('users.form');
  const admin = user.role === 'admin';
  return (
    <Badge
      color={admin ? 'indigo' : 'gray'}
      leftSection={admin ? <IconShield size={14} aria-hidden /> : <IconUser size={14} aria-hidden />}
    >
      {t(user.role)}
    </Badge>
  );
}
