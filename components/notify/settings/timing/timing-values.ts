import { changePreference, DEFAULT_PREFERENCE, type PreferenceFields } from '@/lib/domain/notify/preference-input';
import type { Digest, Way } from '@/lib/domain/notify/records';

/** As people are changing it: an emptied number is '', and what is switched off keeps what was typed. */
export interface TimingValues {
  digest: Digest;
  digest_minutes: number | '';
  digest_at: string;
  has_quiet: boolean;
  quiet_from: string;
  quiet_until: string;
  has_max: boolean;
  max_per_day: number | '';
  escalates: boolean;
  escalate_after_minutes: number | '';
  escalation: Way[];
}

const FIRST = { quiet_from: '22:00', quiet_until: '07:00', max_per_day: 30, escalate_after_minutes: 10 };

export function valuesOf(preference: PreferenceFields): TimingValues {
  const { digest, digest_minutes, digest_at, quiet_from, quiet_until, max_per_day, escalate_after_minutes } = preference;
  return {
    digest,
    digest_minutes,
    digest_at,
    has_quiet: quiet_from !== null,
    quiet_from: quiet_from ?? FIRST.quiet_from,
    quiet_until: quiet_until ?? FIRST.quiet_until,
    has_max: max_per_day !== null,
    max_per_day: max_per_day ?? FIRST.max_per_day,
    escalates: escalate_after_minutes !== null,
    escalate_after_minutes: escalate_after_minutes ?? FIRST.escalate_after_minutes,
    escalation: preference.escalation,
  };
}

/** NaN for an emptied number, which is a wrong value and not a missing one. */
const numberOf = (typed: number | '') => (typed === '' ? Number.NaN : typed);

export function toPreference(values: TimingValues): PreferenceFields {
  const { digest, digest_at, has_quiet, has_max, escalates } = values;
  return {
    digest,
    digest_minutes: numberOf(values.digest_minutes),
    digest_at,
    quiet_from: has_quiet ? values.quiet_from : null,
    quiet_until: has_quiet ? values.quiet_until : null,
    max_per_day: has_max ? numberOf(values.max_per_day) : null,
    escalate_after_minutes: escalates ? numberOf(values.escalate_after_minutes) : null,
    escalation: values.escalation,
  };
}

export type PreferenceField = keyof PreferenceFields;

/** What the server would refuse: its own rules, run while people type. */
export function timingProblems(values: TimingValues): PreferenceField[] {
  const read = changePreference(DEFAULT_PREFERENCE, toPreference(values));
  return 'problems' in read ? (Object.keys(read.problems) as PreferenceField[]) : [];
}

/** The list with one of it `by` places further up (−1) or down (1). */
export function moved<T>(order: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...order];
  const [way] = next.splice(index, 1);
  if (way !== undefined) next.splice(index + by, 0, way);
  return next;
}
