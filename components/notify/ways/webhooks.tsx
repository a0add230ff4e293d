'use client';

import { Button } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import useSWR, { useSWRConfig } from 'swr';
import { MOST_WEBHOOKS } from '@/lib/domain/notify/webhook-fields';
import { Dialog } from '../../admin/dialog';
import { fetcher } from '../../common/api';
import { WayRow } from '../settings/way-row';
import { SecretPanel } from './secret-panel';
import { TARGETS_PATH, type Webhook } from './types';
import { WebhookForm } from './webhook-form';
import { WebhookRow } from './webhook-row';

type Open = { kind: 'form'; webhook: Webhook | null } | { kind: 'secret'; secret: string; isNew: boolean };

interface Props {
  /** Webhooks and browsers; only the former are shown. */
  initial: { kind: string }[];
  isAdmin: boolean;
}

/** Rows of the ways: the person's webhooks, and one to add another. */
export function Webhooks({ initial, isAdmin }: Props) {
  const { data, mutate } = useSWR<{ targets: { kind: string }[] }>(TARGETS_PATH, fetcher, { fallbackData: { targets: initial } });
  const { mutate: mutateAll } = useSWRConfig();
  const [open, setOpen] = useState<Open | null>(null);
  // What goes where has a column for each.
  const refresh = () => Promise.all([mutate(), mutateAll('/api/notifications/choices')]);
  const webhooks = (data?.targets ?? initial).filter((target): target is Webhook => target.kind === 'webhook');
  const saved = async (_webhook: Webhook, secret: string | null) => {
    setOpen(secret === null ? null : { kind: 'secret', secret, isNew: true });
    await refresh();
  };
  return (
    <>
      {webhooks.map((webhook) => (
        <WebhookRow
          key={webhook.id}
          webhook={webhook}
          onEdit={() => setOpen({ kind: 'form', webhook })}
          onSecret={(secret) => setOpen({ kind: 'secret', secret, isNew: false })}
          onChange={refresh}
        />
      ))}
      <AddRow count={webhooks.length} onAdd={() => setOpen({ kind: 'form', webhook: null })} />
      <WebhookDialog open={open} onClose={() => setOpen(null)}>
        {open?.kind === 'form' && (
          <WebhookForm webhook={open.webhook} isAdmin={isAdmin} onCancel={() => setOpen(null)} onSaved={saved} />
        )}
        {open?.kind === 'secret' && <SecretPanel secret={open.secret} isNew={open.isNew} onClose={() => setOpen(null)} />}
      </WebhookDialog>
    </>
  );
}

function AddRow({ count, onAdd }: { count: number; onAdd: () => void }) {
  const t = useTranslations('notifyWays.add');
  const isFull = count >= MOST_WEBHOOKS;
  return (
    <WayRow
      icon={<IconWebhook size={20} aria-hidden />}
      name={t(count === 0 ? 'title' : 'another')}
      state={isFull ? t('full', { most: MOST_WEBHOOKS }) : t('hint')}
      actions={
        <Button size="sm" variant="default" leftSection={<IconPlus size={16} aria-hidden />} disabled={isFull} onClick={onAdd}>
          {t('button')}
        </Button>
      }
    />
  );
}

interface DialogProps {
  open: Open | null;
  onClose: () => void;
  children: React.ReactNode;
}

function WebhookDialog({ open, onClose, children }: DialogProps) {
  const t = useTranslations('notifyWays.dialog');
  const title = open?.kind === 'secret' ? t('secret') : t(open?.webhook ? 'edit' : 'add', { name: open?.webhook?.name ?? '' });
  return (
    // A secret is shown once, and what was typed is not lost by a slip.
    <Dialog opened={open !== null} onClose={onClose} title={title} size="lg" closeOnClickOutside={false}>
      {children}
    </Dialog>
  );
}
