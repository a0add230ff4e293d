import { newDraft, problemsOf, toInput, type ZoneDraft } from '@/components/geofence/draft';
import { unitFor } from '@/components/geofence/settings/duration';
import { settingProblems, settingsOf, toSettings } from '@/components/geofence/settings/settings-draft';
import { readNewZone } from '@/lib/domain/geofence/zone-input';
import { DEFAULT_SETTINGS } from '@/lib/domain/geofence/zone-settings';

const draft = (change: Partial<ZoneDraft> = {}): ZoneDraft => ({
  ...newDraft(1, '#0ca678'),
  name: 'Home',
  center_latitude: '52.52',
  center_longitude: '13.405',
  ...change,
});

describe('the settings of a draft', () => {
  test('are those that the server takes for a zone without any', () => {
    const { fields } = readNewZone({ ...toInput(draft()), ...DEFAULT_SETTINGS }, 1) as { fields: object };
    expect(readNewZone(toInput(draft()), 1)).toEqual({ fields });
    expect(settingProblems(draft())).toEqual([]);
  });

  test.each<[Partial<ZoneDraft>, string]>([
    [{ hysteresis_meters: 1001 }, 'hysteresis_meters'],
    [{ hysteresis_meters: '' }, 'hysteresis_meters'],
    [{ max_accuracy_meters: 9 }, 'max_accuracy_meters'],
    [{ confirm_seconds: 86_401 }, 'confirm_seconds'],
    [{ dwell_seconds: 59 }, 'dwell_seconds'],
    [{ dwell_seconds: '' }, 'dwell_seconds'],
    [{ late_after_seconds: 0 }, 'late_after_seconds'],
    [{ schedule: { time_zone: 'UTC', windows: [{ days: [], start: '08:00', end: '09:00' }] } }, 'schedule'],
  ])('%j is told at its field', (change, field) => expect(problemsOf(draft(change))).toEqual({ [field]: field }));

  test('what is wrong with them hides nothing that is wrong with the shape', () => {
    expect(problemsOf(draft({ radius_meters: 20, grace_seconds: -1, name: '' }))).toEqual({
      name: 'name',
      radius_meters: 'radius',
      grace_seconds: 'grace_seconds',
    });
  });

  test('go to the server and come back unchanged', () => {
    const schedule = { time_zone: 'Europe/Berlin', windows: [{ days: [1 as const], start: '22:00', end: '06:00' }] };
    const changed = draft({ dwell_seconds: 7200, grace_seconds: 90, pass_through: true, schedule, late_policy: 'tell' });
    expect(settingsOf({ ...changed, ...toSettings(changed) })).toEqual(settingsOf(changed));
    expect(readNewZone(toInput(changed), 1)).toMatchObject({ fields: { dwell_seconds: 7200, schedule, late_policy: 'tell' } });
  });
});

test.each([
  [5400, 'min'],
  [7200, 'h'],
  [90, 's'],
  [86_400, 'h'],
  [0, 'min'],
  ['' as const, 'min'],
])('a length of %j seconds is told in %s', (seconds, unit) => expect(unitFor(seconds, ['s', 'min', 'h'])).toBe(unit));
