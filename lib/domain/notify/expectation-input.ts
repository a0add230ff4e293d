import { z } from 'zod';
import type { Expectation } from '@/lib/domain/model';
import { daysField, must, timeField, timeZoneField } from '@/lib/domain/schedule/schedule-input';
import { KINDS_WITH_END } from './expectation';

/** What people decide of an expectation. */
export type ExpectationFields = Omit<Expectation, 'id' | 'owner_id' | 'created_at' | 'updated_at'>;

export type ExpectationProblems = Record<string, string>;

const nameError = must('name', '1–100 characters');
const deviceError = must('device_id', 'the number of a device, or null for each device of the zone');
const flag = (field: string) => z.boolean({ error: must(field, 'true or false') });

const FIELDS = {
  name: z.string({ error: nameError }).trim().min(1, { error: nameError }).max(100, { error: nameError }),
  kind: z.enum(['no_show', 'overstay', 'left_early', 'not_inside'], {
    error: must('kind', 'no_show, overstay, left_early or not_inside'),
  }),
  geofence_id: z.guid({ error: must('geofence_id', 'the id of a zone or group') }).toLowerCase(),
  device_id: z.int({ error: deviceError }).positive({ error: deviceError }).nullable(),
  time_zone: timeZoneField(),
  days: daysField(),
  start: timeField('start', '23:59'),
  end: timeField('end', '24:00').nullable(),
  is_active: flag('is_active'),
  email_notifications: flag('email_notifications'),
};

const patchSchema = z.object(FIELDS).partial();
const newSchema = z.object({
  ...FIELDS,
  device_id: FIELDS.device_id.default(null),
  end: FIELDS.end.default(null),
  is_active: FIELDS.is_active.default(true),
  email_notifications: FIELDS.email_notifications.default(true),
});

type Read = { fields: ExpectationFields } | { problems: ExpectationProblems };

/** A new expectation as sent; `time_zone` is the reader's where it is not given. */
export function readExpectation(value: unknown, time_zone: string): Read {
  const parsed = newSchema.extend({ time_zone: FIELDS.time_zone.default(time_zone) }).safeParse(value);
  return parsed.success ? complete(parsed.data) : { problems: problemsOf(parsed.error) };
}

/** A change as sent, on top of what there is. */
export function changeExpectation(current: ExpectationFields, value: unknown): Read {
  const parsed = patchSchema.safeParse(value);
  if (!parsed.success) return { problems: problemsOf(parsed.error) };
  const { name, kind, geofence_id, device_id, time_zone, days, start, end, is_active, email_notifications } = current;
  const fields = { name, kind, geofence_id, device_id, time_zone, days, start, end, is_active, email_notifications };
  return complete({ ...fields, ...parsed.data });
}

/** An end where the kind has one, and none where not. */
function complete(fields: ExpectationFields): Read {
  if (!KINDS_WITH_END.includes(fields.kind)) return { fields: { ...fields, end: null } };
  if (fields.end !== null) return { fields };
  return { problems: { end: `end is missing; for ${fields.kind} it must be HH:MM from 00:00 to 24:00` } };
}

function problemsOf(error: z.ZodError): ExpectationProblems {
  const problems: ExpectationProblems = {};
  for (const { path, message } of error.issues) problems[String(path[0] ?? 'body')] ??= message;
  return problems;
}
