'use client';

import { Checkbox, PasswordInput, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { WEBHOOK_FIELDS, type WebhookField } from '@/lib/domain/notify/webhook-fields';
import type { Webhook } from './types';
import type { WebhookForm } from './use-webhook-form';

const PLAIN = { autoComplete: 'off', autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } as const;

interface Props {
  form: WebhookForm;
  webhook: Webhook | null;
}

/** The entries of the form's preset. */
export function WebhookFields({ form, webhook }: Props) {
  const { preset, by } = form.values;
  const hidden: readonly string[] = by === 'key' ? ['urls'] : ['key', 'tag'];
  const fields = WEBHOOK_FIELDS[preset].filter(({ name }) => preset !== 'apprise' || !hidden.includes(name));
  const [first, ...rest] = fields.map((field) => <Field key={field.name} field={field} form={form} webhook={webhook} />);
  return (
    <>
      {first}
      {preset === 'apprise' && <AppriseWay form={form} />}
      {rest}
    </>
  );
}

/** Apprise keeps services under a key, or is told of them with each message. */
function AppriseWay({ form }: { form: WebhookForm }) {
  const t = useTranslations('notifyWays.form');
  return (
    <SegmentedControl
      aria-label={t('by')}
      data={[
        { value: 'key', label: t('byKey') },
        { value: 'urls', label: t('byUrls') },
      ]}
      {...form.getInputProps('by')}
    />
  );
}

function Field({ field: { name, isRequired, isSecret, max }, form, webhook }: Props & { field: WebhookField }) {
  const t = useTranslations('notifyWays');
  const { preset } = form.values;
  const isKept = webhook?.kept_secrets.includes(name) ?? false;
  const texts = {
    label: t(`fields.${name}.label`),
    description: name === 'url' ? t(`presets.${preset}.urlHint`) : t(`fields.${name}.hint`),
    required: (isRequired && !isKept) || (preset === 'apprise' && (name === 'key' || (name === 'urls' && !isKept))),
    maxLength: max,
    ...PLAIN,
    ...form.getInputProps(name),
  };
  const placeholder = isKept ? t('form.kept') : undefined;
  if (name === 'urls') return <Textarea {...texts} placeholder={placeholder} autosize minRows={2} maxRows={6} />;
  if (!isSecret)
    return <UrlWarning isShown={name === 'url' && /^http:/i.test(form.values.url.trim())} input={<TextInput {...texts} />} />;
  return (
    <Stack gap={8}>
      <PasswordInput {...texts} placeholder={placeholder} autoComplete="new-password" disabled={form.values.drop_token} />
      {isKept && !isRequired && <Checkbox label={t('form.drop')} {...form.getInputProps('drop_token', { type: 'checkbox' })} />}
    </Stack>
  );
}

/** Without TLS others on the way can read along. */
function UrlWarning({ isShown, input }: { isShown: boolean; input: React.ReactNode }) {
  const t = useTranslations('notifyWays.form');
  return (
    <div>
      {input}
      {isShown && (
        <Text size="sm" c="var(--mantine-color-yellow-text)" mt={4} role="status">
          {t('plain')}
        </Text>
      )}
    </div>
  );
}
