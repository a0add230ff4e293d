import { z } from 'zod';
import { CHANNELS, WEBHOOK_PRESETS } from '@/lib/domain/model';
import { WEBHOOK_FIELDS, WEBHOOK_NAME_MAX, type WebhookFieldName, type WebhookInput } from '@/lib/domain/notify/webhook-fields';
import { isAllowedEntry, MOST_ALLOWED } from '@/lib/services/outbound-settings';
import { choice, uuid } from './params';
import { text } from './schemas';

/** More than any entry may have; the exact bounds of each are those of its preset. */
const MOST_CHARACTERS = 10_000;

const FIELD_NAMES = [...new Set(Object.values(WEBHOOK_FIELDS).flatMap((fields) => fields.map(({ name }) => name)))];

/** Never repeated in a message: it may be a secret. */
const entry = (name: string) =>
  z
    .string({ error: `${name} must be a text` })
    .max(MOST_CHARACTERS, `${name} is too long`)
    .refine((value) => !/[\p{Cc}]/u.test(value.trim().replace(/\r?\n/g, ' ')), `${name} must hold no control characters`)
    .nullable()
    .optional();

const entries = Object.fromEntries(FIELD_NAMES.map((name) => [name, entry(name)])) as Record<
  WebhookFieldName,
  ReturnType<typeof entry>
>;

const name = text('name', 1, WEBHOOK_NAME_MAX);

export const targetInput = z.object({ preset: choice('preset', WEBHOOK_PRESETS), name, ...entries });

export const targetPatch = z.object({
  name: name.optional(),
  is_active: z.boolean({ error: 'is_active must be true or false' }).optional(),
  ...entries,
});

/** The entries of the form among the rest; those that were not given stay out. */
export function webhookEntries(body: Partial<Record<WebhookFieldName, string | null | undefined>>): WebhookInput {
  const given = FIELD_NAMES.flatMap((field) => (body[field] === undefined ? [] : [[field, body[field]]]));
  return Object.fromEntries(given) as WebhookInput;
}

export const wayInput = z.object({
  channel: choice('channel', CHANNELS),
  target_id: uuid('target_id', 'the id of a target').toLowerCase().nullable().default(null),
});

/** As they are compared later. */
const plainEntry = (entry: string) =>
  entry
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');

const allowed = z
  .array(z.string(), { error: 'allowed must be a list of texts' })
  .max(MOST_ALLOWED, `allowed must have at most ${MOST_ALLOWED} entries`)
  .transform((list) => list.map(plainEntry))
  .superRefine((list, context) => {
    const wrong = list.find((entry) => !isAllowedEntry(entry));
    if (wrong === undefined) return;
    const message = `allowed has ${JSON.stringify(wrong)}; each must be a host name, an address or a network like 192.168.1.0/24`;
    context.addIssue({ code: 'custom', message });
  });

export const outboundInput = z.object({
  allow_private: z.boolean({ error: 'allow_private must be true or false' }),
  allowed,
});
