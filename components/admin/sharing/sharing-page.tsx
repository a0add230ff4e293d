'use client';

import { Alert, Button, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDeviceMobile, IconPlus, IconUserShare, IconUsers } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useConfirm } from '@/components/common/confirm';
import { EmptyState } from '@/components/common/empty-state';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { Dialog } from '../dialog';
import { Section } from '../section';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import { GivenActions, Person, ReceivedActions, Right, SharedDevice, Until } from './share-cells';
import { ShareForm } from './share-form';
import type { Shareable, ShareDto } from './types';
import { useShares } from './use-shares';

type Key = 'person' | 'device' | 'right' | 'until' | 'actions';

interface Props {
  /** The reader's user name, by which others share with the reader. */
  handle: string;
  devices: readonly Shareable[];
  initialShares: ShareDto[];
}

/** Who sees the reader's devices, and whose devices the reader sees. */
export function SharingPage({ handle, devices, initialShares }: Props) {
  const t = useTranslations('sharing');
  const { given, received, reload, remove } = useShares(initialShares);
  const [editing, edit] = useState<ShareDto | 'new' | null>(null);
  const close = () => edit(null);
  const saved = (share: ShareDto) => {
    const device = share.device_name ?? t('end.all');
    const message = editing === 'new' ? t('form.done', { name: share.viewer_name, device }) : t('form.changed');
    notifications.show({ message });
    close();
    void reload();
  };
  const shareButton = (
    <Button leftSection={<IconPlus size={18} />} onClick={() => edit('new')}>
      {t('share')}
    </Button>
  );

  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} actions={devices.length > 0 ? shareButton : undefined} />
      <Stack gap="lg">
        <Given shares={given} canShare={devices.length > 0} shareButton={shareButton} onChange={edit} onEnd={remove} />
        <Received shares={received} handle={handle} onLeave={remove} />
        <Alert variant="light" color="gray" icon={<IconDeviceMobile />} title={t('phones.title')}>
          {t('phones.text')}
        </Alert>
      </Stack>
      <Dialog opened={editing !== null} onClose={close} title={titleOf(t, editing)}>
        {editing && <ShareForm share={editing === 'new' ? null : editing} devices={devices} onCancel={close} onSaved={saved} />}
      </Dialog>
    </Page>
  );
}

type Words = ReturnType<typeof useTranslations<'sharing'>>;

function titleOf(t: Words, editing: ShareDto | 'new' | null): string {
  return editing === null || editing === 'new' ? t('form.title') : t('form.changeTitle', { name: editing.viewer_name });
}

/** The columns that both tables have. */
function commonColumns(t: Words, right: string): Column<ShareDto, Key>[] {
  return [
    { key: 'device', label: t('columns.device'), render: (share) => <SharedDevice share={share} /> },
    { key: 'right', label: right, render: (share) => <Right share={share} /> },
    { key: 'until', label: t('columns.until'), render: (share) => <Until share={share} /> },
  ];
}

interface GivenProps {
  shares: readonly ShareDto[];
  canShare: boolean;
  shareButton: React.ReactNode;
  onChange: (share: ShareDto) => void;
  onEnd: (share: ShareDto) => Promise<void>;
}

function Given({ shares, canShare, shareButton, onChange, onEnd }: GivenProps) {
  const t = useTranslations('sharing');
  const confirm = useConfirm();
  const end = (share: ShareDto) => {
    // Nobody loses anything by the removal of one that has ended.
    if (!share.is_active) return void onEnd(share);
    const name = share.viewer_name;
    const device = share.device_name ?? t('end.all');
    confirm({
      title: t('end.title', { name }),
      lost: t('end.lost', { name, device }),
      action: t('end.action'),
      onConfirm: async () => {
        await onEnd(share);
        notifications.show({ message: t('end.done', { name, device }) });
      },
    });
  };
  const columns: Column<ShareDto, Key>[] = [
    {
      key: 'person',
      label: t('columns.person'),
      kind: 'title',
      render: (share) => <Person name={share.viewer_name} handle={share.viewer_handle} />,
    },
    ...commonColumns(t, t('columns.right')),
    {
      key: 'actions',
      label: t('columns.actions'),
      kind: 'actions',
      render: (share) => <GivenActions share={share} onChange={() => onChange(share)} onEnd={() => end(share)} />,
    },
  ];
  return (
    <Section title={t('given.title')}>
      {shares.length > 0 ? (
        <ResponsiveTable label={t('given.title')} columns={columns} rows={shares} idOf={({ id }) => id} />
      ) : (
        <NobodySees canShare={canShare} shareButton={shareButton} />
      )}
    </Section>
  );
}

function NobodySees({ canShare, shareButton }: Pick<GivenProps, 'canShare' | 'shareButton'>) {
  const t = useTranslations('sharing.given');
  const words = canShare ? 'empty' : 'noDevice';
  const add = (
    <Button component={Link} href="/admin/devices" leftSection={<IconPlus size={18} />}>
      {t('noDevice.action')}
    </Button>
  );
  return (
    <EmptyState icon={<IconUserShare size={28} />} title={t(`${words}.title`)} order={2} action={canShare ? shareButton : add}>
      {t(`${words}.text`)}
    </EmptyState>
  );
}

interface ReceivedProps {
  shares: readonly ShareDto[];
  /** The reader's user name, by which others share with the reader. */
  handle: string;
  onLeave: (share: ShareDto) => Promise<void>;
}

function Received({ shares, handle, onLeave }: ReceivedProps) {
  const t = useTranslations('sharing');
  const confirm = useConfirm();
  const leave = (share: ShareDto) =>
    confirm({
      title: t('leave.title', { name: share.owner_name }),
      lost: t('leave.lost', { name: share.owner_name }),
      action: t('leave.action'),
      onConfirm: async () => {
        await onLeave(share);
        notifications.show({ message: t('leave.done', { name: share.owner_name }) });
      },
    });
  const columns: Column<ShareDto, Key>[] = [
    { key: 'person', label: t('columns.person'), kind: 'title', render: (share) => <Person name={share.owner_name} /> },
    ...commonColumns(t, t('columns.rightReceived')),
    {
      key: 'actions',
      label: t('columns.actions'),
      kind: 'actions',
      render: (share) => <ReceivedActions share={share} onLeave={() => leave(share)} />,
    },
  ];
  return (
    <Section title={t('received.title')}>
      {shares.length > 0 ? (
        <ResponsiveTable label={t('received.title')} columns={columns} rows={shares} idOf={({ id }) => id} />
      ) : (
        <EmptyState icon={<IconUsers size={28} />} title={t('received.empty.title')}>
          {t('received.empty.text', { handle })}
        </EmptyState>
      )}
    </Section>
  );
}
