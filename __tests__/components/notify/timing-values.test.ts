import {
  moved,
  type TimingValues,
  timingProblems,
  toPreference,
  valuesOf,
} from '@/components/notify/settings/timing/timing-values';
import { DEFAULT_PREFERENCE } from '@/lib/domain/notify/preference-input';

const values = (change: Partial<TimingValues> = {}): TimingValues => ({ ...valuesOf(DEFAULT_PREFERENCE), ...change });
const MAIL = { channel: 'email', target_id: null } as const;

describe('the form of when a person is told', () => {
  test('changes nothing by itself, whatever was decided', () => {
    const decided = {
      digest: 'daily',
      digest_minutes: 5,
      digest_at: '07:30',
      quiet_from: '22:00',
      quiet_until: '06:15',
      max_per_day: 12,
      escalate_after_minutes: 15,
      escalation: [MAIL],
    } as const;
    for (const preference of [DEFAULT_PREFERENCE, { ...decided, escalation: [MAIL] }]) {
      expect(toPreference(valuesOf(preference))).toEqual(preference);
      expect(timingProblems(valuesOf(preference))).toEqual([]);
    }
  });

  test('sends nothing of what is switched off, though it was typed', () => {
    const typed = { quiet_from: '21:00', max_per_day: 5, escalate_after_minutes: 3 } as const;
    expect(toPreference(values(typed))).toMatchObject({
      quiet_from: null,
      quiet_until: null,
      max_per_day: null,
      escalate_after_minutes: null,
    });
  });

  test.each<[string, Partial<TimingValues>, string[]]>([
    ['an emptied number', { digest: 'minutes', digest_minutes: '' }, ['digest_minutes']],
    ['more minutes than an hour has', { digest: 'minutes', digest_minutes: 61 }, ['digest_minutes']],
    ['an emptied time', { digest: 'daily', digest_at: '' }, ['digest_at']],
    ['quiet hours that end as they begin', { has_quiet: true, quiet_from: '22:00', quiet_until: '22:00' }, ['quiet_until']],
    ['no message at all in a day', { has_max: true, max_per_day: 0 }, ['max_per_day']],
    ['an order without a way', { escalates: true, escalation: [] }, ['escalation']],
    ['half a minute', { escalates: true, escalate_after_minutes: 0.5, escalation: [MAIL] }, ['escalate_after_minutes']],
  ])('is wrong with %s', (_what, change, fields) => {
    expect(timingProblems(values(change))).toEqual(fields);
  });

  test('moves a way one place up or down and keeps the others in order', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  });
});
