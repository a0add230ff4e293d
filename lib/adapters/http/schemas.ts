import { z } from 'zod';
import { deviceNameProblem, encryptionKeyProblem } from '@/lib/services/devices';
import { notFound } from '@/lib/services/errors';
import { identifier, integer } from './params';

/** Text with its length checked after trimming; the message names field, value and range. */
export const text = (field: string, min: number, max: number) =>
  z
    .string({ error: `${field} must be a text` })
    .trim()
    .refine((value) => value.length >= min && value.length <= max, {
      error: (issue) => `${field} has ${String(issue.input).length} characters; it must have ${min}–${max}`,
    });

export const email = z
  .string({ error: 'email must be a text' })
  .trim()
  .max(254, 'email must have at most 254 characters')
  .pipe(z.email({ error: (issue) => `email is ${JSON.stringify(issue.input)}; it must be an address like name@example.org` }));

/** Never repeated in a message. */
export const password = (field = 'password') =>
  z
    .string({ error: `${field} must be a text` })
    .min(8, `${field} must have 8–200 characters`)
    .max(200, `${field} must have 8–200 characters`);

export const role = z.enum(['admin', 'user'], { error: 'role must be admin or user' });
export const language = z.enum(['en', 'de'], { error: 'language must be en or de' });

export const timeZone = z.string({ error: 'time_zone must be a text' }).refine(isTimeZone, {
  error: (issue) => `time_zone is ${JSON.stringify(issue.input)}; it must be an IANA name like Europe/Berlin`,
});

/** A text that `problemOf` finds nothing wrong with; beside the service's own check, so that it is named with the other fields. */
const sound = (field: string, problemOf: (value: string) => string | null) =>
  z.string({ error: `${field} must be a text` }).superRefine((value, context) => {
    const message = problemOf(value);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

export const deviceName = sound('device', deviceNameProblem);
export const encryptionKey = sound('encryption_key', encryptionKeyProblem);

export const color = z
  .string({ error: 'color must be a text' })
  .regex(/^#[0-9a-fA-F]{6}$/, { error: (issue) => `color is ${JSON.stringify(issue.input)}; it must be like #0ca678` });

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** The number of a path like /api/devices/7. @throws ServiceError NOT_FOUND for what can't be an id */
export function idOf(params: { id: string }): number {
  const parsed = identifier('id').safeParse(params.id);
  if (!parsed.success) throw notFound(JSON.stringify(params.id));
  return parsed.data;
}

export const limit = (standard: number, most: number) => integer('limit', 1, most).default(standard);
