'use client';

import { Button, Stack, Text, Title } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import { CommandName, CommandState, CommandTimes } from './command-words';
import type { CommandDto } from './types';

const FEW = 5;

interface Props {
  commands: CommandDto[];
  onWithdraw: (id: number) => void;
}

/** What was asked of the phone, newest first, and what became of it. */
export function CommandList({ commands, onWithdraw }: Props) {
  const t = useTranslations('remote.list');
  const [showsAll, showAll] = useState(false);
  const columns: Column<CommandDto, 'command' | 'state' | 'when' | 'actions'>[] = [
    { key: 'command', label: t('command'), kind: 'title', render: (command) => <CommandName command={command} /> },
    { key: 'state', label: t('state'), render: (command) => <CommandState command={command} /> },
    { key: 'when', label: t('when'), render: (command) => <CommandTimes command={command} /> },
    {
      key: 'actions',
      label: t('actions'),
      kind: 'actions',
      render: ({ id, state }) =>
        state === 'queued' && (
          <Button size="compact-sm" variant="default" onClick={() => onWithdraw(id)}>
            {t('withdraw')}
          </Button>
        ),
    },
  ];
  return (
    <Stack gap="xs" aria-live="polite">
      <Title order={3} size="h5">
        {t('title')}
      </Title>
      {commands.length === 0 ? (
        <Text c="dimmed">{t('none')}</Text>
      ) : (
        <ResponsiveTable
          label={t('title')}
          columns={columns}
          rows={showsAll ? commands : commands.slice(0, FEW)}
          idOf={({ id }) => id}
        />
      )}
      {commands.length > FEW && (
        <Button variant="subtle" size="compact-sm" style={{ alignSelf: 'flex-start' }} onClick={() => showAll(!showsAll)}>
          {showsAll ? t('less') : t('more', { count: commands.length })}
        </Button>
      )}
    </Stack>
  );
}
