'use client';

import { Button, Modal } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import useSWR from 'swr';
import { MOST_WEBHOOKS } from '@/lib/domain/notify/webhook-fields';
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
  const [open, setOpen] = useState<Open | null>(null);
  const webhooks = (data?.targets ?? initial).filter((target): target is Webhook => target.kind === 'webhook');
  const saved = async (_webhook: Webhook, secret: string | null) => {
    setOpen(secret === null ? null : { kind: 'secret', secret, isNew: true });
    await mutate();
  };
  return (
    <>
      {webhooks.map((webhook) => (
        <WebhookRow
          key={webhook.id}
          webhook={webhook}
          onEdit={() => setOpen({ kind: 'form', webhook })}
          onSecret={(secret) => setOpen({ kind: 'secret', secret, isNew: false })}
          onChange={mutate}
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
  const common = useTranslations('common');
  const title = open?.kind === 'secret' ? t('secret') : t(open?.webhook ? 'edit' : 'add', { name: open?.webhook?.name ?? '' });
  return (
    <Modal
      opened={open !== null}
      onClose={onClose}
      title={title}
      size="lg"
      // A secret is shown once, and what was typed is not lost by a slip.
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': common('close') }}
      styles={{ title: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 650 } }}
    >
      {children}
    </Modal>
  );
}
