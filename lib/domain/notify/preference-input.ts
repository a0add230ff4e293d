import { z } from 'zod';
import { must, timeField } from '@/lib/domain/schedule/schedule-input';
import { DIGESTS, type NotificationPreference } from './records';
import { waysField } from './way-input';

/** What a person decides of when to be told. */
export type PreferenceFields = Omit<NotificationPreference, 'user_id' | 'updated_at'>;

/** All at once, at any hour: of somebody who has decided nothing. */
export const DEFAULT_PREFERENCE: PreferenceFields = {
  digest: 'none',
  digest_minutes: 2,
  digest_at: '08:00',
  quiet_from: null,
  quiet_until: null,
  max_per_day: null,
  escalate_after_minutes: null,
  escalation: [],
};

function whole(field: string, min: number, max: number, orNull = '') {
  const error = must(field, `${min}–${max.toLocaleString('en-US')}${orNull}`);
  return z.int({ error }).min(min, { error }).max(max, { error });
}

const patchSchema = z
  .object(
    {
      digest: z.enum(DIGESTS, { error: must('digest', 'none, minutes, hourly or daily') }),
      digest_minutes: whole('digest_minutes', 1, 60),
      digest_at: timeField('digest_at', '23:59'),
      quiet_from: timeField('quiet_from', '23:59').nullable(),
      quiet_until: timeField('quiet_until', '23:59').nullable(),
      max_per_day: whole('max_per_day', 1, 1000, ', or null').nullable(),
      escalate_after_minutes: whole('escalate_after_minutes', 1, 1440, ', or null').nullable(),
      escalation: waysField('escalation'),
    },
    { error: must('preferences', 'an object') },
  )
  .partial();

type Problems = Record<string, string>;

/** A change as sent, on top of what there is. Whether the ways of `escalation` are the person's own is another question. */
export function changePreference(
  current: PreferenceFields,
  value: unknown,
): { fields: PreferenceFields } | { problems: Problems } {
  const parsed = patchSchema.safeParse(value);
  if (!parsed.success) return { problems: problemsOf(parsed.error) };
  const fields = { ...current, ...parsed.data };
  const problems = { ...quietProblem(fields), ...escalationProblem(fields) };
  return Object.keys(problems).length > 0 ? { problems } : { fields };
}

function quietProblem({ quiet_from, quiet_until }: PreferenceFields): Problems {
  if (quiet_from === null && quiet_until === null) return {};
  if (quiet_from === null) return { quiet_from: 'quiet_from is null; it must be HH:MM as long as quiet_until is set' };
  if (quiet_until === null) return { quiet_until: 'quiet_until is null; it must be HH:MM as long as quiet_from is set' };
  if (quiet_from !== quiet_until) return {};
  return { quiet_until: `quiet_until is "${quiet_until}"; it must not be the same as quiet_from` };
}

function escalationProblem({ escalate_after_minutes, escalation }: PreferenceFields): Problems {
  if (escalate_after_minutes === null || escalation.length > 0) return {};
  return { escalation: 'escalation is []; it must name at least one way as long as escalate_after_minutes is set' };
}

function problemsOf(error: z.ZodError): Problems {
  const problems: Problems = {};
  for (const { path, message } of error.issues) problems[String(path[0] ?? 'body')] ??= message;
  return problems;
}
