'use client';

import { type UseFormReturnType, useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import {
  mergeWebhook,
  WEBHOOK_FIELDS,
  WEBHOOK_NAME_MAX,
  type WebhookFieldName,
  type WebhookInput,
  type WebhookValues,
  webhookProblems,
} from '@/lib/domain/notify/webhook-fields';
import { ApiError } from '../../common/api';
import type { Webhook, WebhookPreset } from './types';

export interface WebhookFormValues extends Record<WebhookFieldName, string> {
  preset: WebhookPreset;
  name: string;
  /** An optional secret that is kept shall be forgotten. */
  drop_token: boolean;
  /** Of Apprise: what is kept there under a key, or services named here. */
  by: 'key' | 'urls';
}

export type WebhookForm = UseFormReturnType<WebhookFormValues>;

const NO_ENTRIES = { url: '', topic: '', token: '', chat_id: '', key: '', tag: '', urls: '' };

const standardsOf = (preset: WebhookPreset) =>
  Object.fromEntries(WEBHOOK_FIELDS[preset].flatMap(({ name, standard }) => (standard ? [[name, standard]] : [])));

/** An empty form of a preset. */
export const emptyForm = (preset: WebhookPreset): WebhookFormValues => ({
  ...NO_ENTRIES,
  ...standardsOf(preset),
  preset,
  name: '',
  drop_token: false,
  by: 'key',
});

const valuesOf = ({ preset, name, settings, kept_secrets }: Webhook): WebhookFormValues => ({
  ...emptyForm(preset),
  ...settings,
  name,
  by: kept_secrets.includes('urls') ? 'urls' : 'key',
});

/** What was typed of a preset's entries. A secret that is left empty is not given: the kept one stays. */
export function inputOf(values: WebhookFormValues): WebhookInput {
  const unused: readonly string[] = values.by === 'key' ? ['urls'] : ['key', 'tag'];
  const input: WebhookInput = {};
  for (const { name, isSecret } of WEBHOOK_FIELDS[values.preset]) {
    if (values.preset === 'apprise' && unused.includes(name)) input[name] = null;
    else if (!isSecret || values[name].trim() !== '') input[name] = values[name].trim();
    else if (name === 'token' && values.drop_token) input[name] = null;
  }
  return input;
}

/** What is kept, as far as the form may know. */
const keptOf = ({ settings, kept_secrets }: Webhook): WebhookValues => ({
  settings,
  secrets: Object.fromEntries(kept_secrets.map((name) => [name, 'kept'])),
});

/** The form of a webhook; null: of a new one. Checks as the server does, in the reader's language. */
export function useWebhookForm(webhook: Webhook | null): WebhookForm {
  const t = useTranslations('notifyWays.problems');
  const before = webhook && keptOf(webhook);
  return useForm<WebhookFormValues>({
    initialValues: webhook ? valuesOf(webhook) : emptyForm('signed'),
    clearInputErrorOnChange: true,
    validate: (values) => {
      const input = inputOf(values);
      const problems = webhookProblems(values.preset, mergeWebhook(values.preset, input, before), before);
      const errors: Record<string, string> = {};
      if (values.name.trim() === '') errors.name = t('name', { max: WEBHOOK_NAME_MAX });
      for (const { name, max, isSecret } of WEBHOOK_FIELDS[values.preset]) {
        const problem = problems[name];
        // Of a kept secret nothing is known here but that it is there.
        if (!problem || (isSecret && input[name] === undefined && problem !== 'missing' && problem !== 'again')) continue;
        if (problem === 'one_of') errors[values.by] = t('missing');
        else if (problem === 'pattern' && name in PATTERNS) errors[name] = t(`patterns.${name as keyof typeof PATTERNS}`);
        else errors[name] = t(problem, { max });
      }
      return errors;
    },
  });
}

/** Entries that must look like something. */
const PATTERNS = { topic: 1, token: 1, chat_id: 1, key: 1 } as const;

const REFUSALS = [
  [/private network/, 'private'],
  [/server itself/, 'machine'],
  [/nothing can be sent/, 'nowhere'],
] as const;

/** What the server's guard says against an address, in the reader's language. */
export function useRefusalWords(isAdmin: boolean): (error: unknown) => unknown {
  const t = useTranslations('notifyWays.refused');
  return (error) => {
    if (!(error instanceof ApiError)) return error;
    const found = REFUSALS.find(([words]) => words.test(String(error.details.url)));
    if (!found) return error;
    const hint = found[1] === 'nowhere' ? '' : ` ${t(isAdmin ? 'youMay' : 'adminMay')}`;
    return new ApiError(error.status, error.code, error.message, { ...error.details, url: `${t(found[1])}${hint}` });
  };
}
