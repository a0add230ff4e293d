'use client';

import { Button, Stack } from '@mantine/core';
import { IconAlarm, IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useConfirm } from '@/components/common/confirm';
import { EmptyState } from '@/components/common/empty-state';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { Dialog } from '../dialog';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import type { Viewer } from '../types';
import { AlertList } from './alert-list';
import { ExpectationActions, ExpectationRule, ExpectationSwitch, LastCheck, NextCheck } from './expectation-columns';
import { ExpectationForm } from './expectation-form';
import type { AlertDto, Choices, ExpectationDto } from './types';
import { useExpectations } from './use-expectations';

type Key = 'rule' | 'active' | 'next' | 'last' | 'actions';

interface Props {
  viewer: Viewer;
  choices: Choices;
  initialExpectations: ExpectationDto[];
  initialAlerts: AlertDto[];
}

/** What the reader expects of devices and zones, what came of it, and the alerts. */
export function ExpectationsPage({ viewer, choices, initialExpectations, initialAlerts }: Props) {
  const t = useTranslations('expectations');
  const { expectations, alerts, reload, setActive, remove } = useExpectations({
    expectations: initialExpectations,
    alerts: initialAlerts,
  });
  const [editing, edit] = useState<ExpectationDto | 'new' | null>(null);
  const confirm = useConfirm();
  const askToDelete = (expectation: ExpectationDto) =>
    confirm({
      title: t('delete.title', { name: expectation.name }),
      lost: t('delete.lost'),
      action: t('delete.action'),
      onConfirm: () => remove(expectation),
    });
  const columns: Column<ExpectationDto, Key>[] = [
    {
      key: 'rule',
      label: t('columns.rule'),
      kind: 'title',
      render: (one) => <ExpectationRule expectation={one} withOwner={one.owner_id !== viewer.id} />,
    },
    {
      key: 'active',
      label: t('columns.active'),
      kind: 'badge',
      render: (one) => <ExpectationSwitch expectation={one} onChange={(active) => setActive(one, active)} />,
    },
    { key: 'next', label: t('columns.next'), render: (one) => <NextCheck expectation={one} /> },
    { key: 'last', label: t('columns.last'), render: (one) => <LastCheck expectation={one} /> },
    {
      key: 'actions',
      label: t('columns.actions'),
      kind: 'actions',
      render: (one) => <ExpectationActions expectation={one} onEdit={() => edit(one)} onDelete={() => askToDelete(one)} />,
    },
  ];
  const hasZones = choices.areas.length > 0;
  const newButton = (
    <Button leftSection={<IconPlus size={18} />} onClick={() => edit('new')}>
      {t('new')}
    </Button>
  );
  const close = () => edit(null);

  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} actions={hasZones ? newButton : undefined} />
      {expectations.length === 0 ? (
        <Nothing hasZones={hasZones} newButton={newButton} />
      ) : (
        <Stack gap="xl">
          <ResponsiveTable label={t('title')} columns={columns} rows={expectations} idOf={(one) => one.id} />
          <AlertList alerts={alerts} />
        </Stack>
      )}
      <Dialog opened={editing !== null} onClose={close} title={t(editing === 'new' ? 'form.create' : 'form.edit')} size="lg">
        {editing && (
          <ExpectationForm
            expectation={editing === 'new' ? null : editing}
            choices={choices}
            timeZone={viewer.time_zone}
            onCancel={close}
            onSaved={() => {
              close();
              reload();
            }}
          />
        )}
      </Dialog>
    </Page>
  );
}

function Nothing({ hasZones, newButton }: { hasZones: boolean; newButton: React.ReactNode }) {
  const t = useTranslations('expectations');
  const words = hasZones ? 'empty' : 'needsZone';
  const draw = (
    <Button component={Link} href="/admin/geofences/new" leftSection={<IconPlus size={18} />}>
      {t('needsZone.action')}
    </Button>
  );
  return (
    <EmptyState icon={<IconAlarm size={28} />} title={t(`${words}.title`)} action={hasZones ? newButton : draw}>
      {t(`${words}.text`)}
    </EmptyState>
  );
}
