import { z } from 'zod';
import type { Geofence, Schedule } from '@/lib/domain/model';
import { readSchedule } from '@/lib/domain/schedule/schedule-input';
import { choice, flag, id, meters, must, seconds, text } from './field-input';
import { DEFAULT_RULE } from './rule';

/** What the server keeps of a zone by itself; nobody sends it. */
type Kept = 'id' | 'version' | 'judged_after_location_id' | 'judged_since' | 'earlier_rules' | 'created_at' | 'updated_at';

/** What people decide of a zone. */
export type ZoneFields = Omit<Geofence, Kept>;

/** A zone without what the server keeps of it. */
export function fieldsOf(geofence: Geofence): ZoneFields {
  const {
    id: _id,
    version: _version,
    judged_after_location_id: _after,
    judged_since: _since,
    earlier_rules: _rules,
    created_at: _created,
    updated_at: _updated,
    ...fields
  } = geofence;
  return fields;
}

/** What is decided besides its name, its place and whom it is for; a group of zones has it all, too. */
export type ZoneSettings = Omit<
  ZoneFields,
  | 'name'
  | 'description'
  | 'shape_type'
  | 'center_latitude'
  | 'center_longitude'
  | 'radius_meters'
  | 'geometry'
  | 'owner_id'
  | 'device_id'
  | 'is_active'
  | 'color'
>;

export const DEFAULT_SETTINGS: ZoneSettings = {
  notify_on_enter: true,
  notify_on_exit: true,
  notify_on_dwell: true,
  email_notifications: true,
  ...DEFAULT_RULE,
  schedule: null,
  notify_enter_after_seconds: 0,
  notify_exit_min_stay_seconds: 0,
  late_policy: 'silent',
  late_after_seconds: 900,
  cooldown_seconds: 300,
  is_important: false,
};

const DAY = 86_400;
const MONTH = 30 * DAY;

const schedule = z.unknown().transform((value, context): Schedule | null => {
  if (value === null) return null;
  const read = readSchedule(value);
  if ('schedule' in read) return read.schedule;
  context.addIssue({ code: 'custom', message: read.problem });
  return z.NEVER;
});

/** Each setting by itself. */
export const SETTING_FIELDS = {
  notify_on_enter: flag('notify_on_enter'),
  notify_on_exit: flag('notify_on_exit'),
  notify_on_dwell: flag('notify_on_dwell'),
  email_notifications: flag('email_notifications'),
  hysteresis_meters: meters('hysteresis_meters', 0, 1_000),
  max_accuracy_meters: meters('max_accuracy_meters', 10, 10_000),
  confirm_seconds: seconds('confirm_seconds', 0, DAY),
  grace_seconds: seconds('grace_seconds', 0, DAY),
  dwell_seconds: seconds('dwell_seconds', 60, MONTH).nullable(),
  pass_through: flag('pass_through'),
  schedule,
  notify_enter_after_seconds: seconds('notify_enter_after_seconds', 0, DAY),
  notify_exit_min_stay_seconds: seconds('notify_exit_min_stay_seconds', 0, MONTH),
  late_policy: choice('late_policy', ['silent', 'tell']),
  late_after_seconds: seconds('late_after_seconds', 60, 7 * DAY),
  cooldown_seconds: seconds('cooldown_seconds', 0, DAY),
  is_important: flag('is_important'),
};

/** What zones and groups of zones have in common. */
export const COMMON_FIELDS = {
  name: text('name', 1, 100),
  description: text('description', 0, 2_000)
    .transform((description) => description || null)
    .nullable(),
  device_id: id('device_id', 'a device').nullable(),
  is_active: flag('is_active'),
  color: z
    .string({ error: must('color', '#rrggbb') })
    .regex(/^#[0-9a-f]{6}$/i, { error: must('color', '#rrggbb') })
    .toLowerCase(),
  ...SETTING_FIELDS,
};

export const DEFAULT_COLOR = '#0ca678';

export const COMMON_DEFAULTS = {
  description: null,
  device_id: null,
  is_active: true,
  color: DEFAULT_COLOR,
  ...DEFAULT_SETTINGS,
} as const;
