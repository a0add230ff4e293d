import { SETTING_FIELDS, type ZoneSettings } from '@/lib/domain/geofence/zone-settings';

type NumberField =
  | 'hysteresis_meters'
  | 'max_accuracy_meters'
  | 'confirm_seconds'
  | 'grace_seconds'
  | 'notify_enter_after_seconds'
  | 'notify_exit_min_stay_seconds'
  | 'late_after_seconds'
  | 'cooldown_seconds';

/** The settings of a zone or group as people are changing them: an emptied number is ''. */
export type SettingsDraft = Omit<ZoneSettings, NumberField | 'dwell_seconds'> &
  Record<NumberField, number | ''> & { dwell_seconds: number | '' | null };

export type SettingField = keyof SettingsDraft;

const FIELDS = Object.keys(SETTING_FIELDS) as SettingField[];

/** Only the settings of what has more. */
export function settingsOf<T extends SettingsDraft>(from: T): SettingsDraft {
  return Object.fromEntries(FIELDS.map((field) => [field, from[field]])) as unknown as SettingsDraft;
}

/** The draft as the API takes it; NaN for an emptied number, which is a wrong value and not a missing one. */
export function toSettings(draft: SettingsDraft): ZoneSettings {
  const pairs = FIELDS.map((field) => [field, draft[field] === '' ? Number.NaN : draft[field]]);
  return Object.fromEntries(pairs) as ZoneSettings;
}

/** What the server would refuse of the settings: its own rules, run while people type. */
export function settingProblems(draft: SettingsDraft): SettingField[] {
  const settings = toSettings(draft);
  return FIELDS.filter((field) => !SETTING_FIELDS[field].safeParse(settings[field]).success);
}
