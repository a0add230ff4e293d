'use client';

import { Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { WEBHOOK_PRESETS } from '@/lib/domain/model';
import { WEBHOOK_NAME_MAX } from '@/lib/domain/notify/webhook-fields';
import { api } from '../../common/api';
import { FormActions } from '../../common/form-actions';
import { FormAlert } from '../../common/form-alert';
import { useSubmit } from '../../common/use-submit';
import { pathOf, TARGETS_PATH, type Webhook, type WebhookPreset } from './types';
import { emptyForm, type WebhookForm as Form, inputOf, useRefusalWords, useWebhookForm } from './use-webhook-form';
import { WebhookFields } from './webhook-fields';

interface Props {
  /** Null: a new one. */
  webhook: Webhook | null;
  isAdmin: boolean;
  onCancel: () => void;
  /** `secret`: of a new signed one, to be shown once. */
  onSaved: (webhook: Webhook, secret: string | null) => void;
}

/** A new webhook, or the entries of one. */
export function WebhookForm({ webhook, isAdmin, onCancel, onSaved }: Props) {
  const t = useTranslations('notifyWays.form');
  const inWords = useRefusalWords(isAdmin);
  const form = useWebhookForm(webhook);
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    const { name, preset } = values;
    const body = { name, ...inputOf(values) };
    try {
      const answer = webhook
        ? await api<{ target: Webhook; secret?: string }>('PATCH', pathOf(webhook), body)
        : await api<{ target: Webhook; secret?: string }>('POST', TARGETS_PATH, { preset, ...body });
      onSaved(answer.target, answer.secret ?? null);
    } catch (error) {
      throw inWords(error);
    }
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <FormAlert message={message} />
        {webhook === null && <PresetChoice form={form} />}
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          required
          maxLength={WEBHOOK_NAME_MAX}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('name')}
        />
        <WebhookFields form={form} webhook={webhook} />
        <FormActions busy={busy} onCancel={onCancel} submit={webhook ? undefined : t('add')} />
      </Stack>
    </form>
  );
}

function PresetChoice({ form }: { form: Form }) {
  const t = useTranslations('notifyWays');
  const { preset, name } = form.values;
  const choose = (next: string | null) => {
    form.setValues({ ...emptyForm(next as WebhookPreset), name });
    form.clearErrors();
  };
  return (
    <div>
      <Select
        label={t('form.preset')}
        data={WEBHOOK_PRESETS.map((value) => ({ value, label: t(`presets.${value}.name`) }))}
        value={preset}
        onChange={choose}
        allowDeselect={false}
      />
      <Text size="sm" c="dimmed" mt={4}>
        {t(`presets.${preset}.about`)}
      </Text>
    </div>
  );
}
