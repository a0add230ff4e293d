import { judgeSilently, type LatestPlace, type SilentJudgement, ZoneSet } from '@/lib/domain/geofence';
import { DeviceFold } from '@/lib/domain/geofence/device-fold';
import { GENESIS } from '@/lib/domain/geofence/snapshot';
import { follow } from '@/lib/domain/geofence/track';
import type { Fix } from '@/lib/domain/model';
import { circle, fix } from '../../../support/zones';

const zone = circle(48, 11, 100);
const DEVICE = { id: 1, owner_id: 1 };

/** A device of which the engine has seen nothing but this fix, or not even that. */
const newest = (one: Fix): LatestPlace => ({ fix: one, track: null });

/** What the engine tells of the fixes that follow a silent status. */
function told(parked: Fix, [judged]: SilentJudgement[], fixes: Fix[]) {
  const zones = new ZoneSet([{ ...zone, judged_after_location_id: parked.id }]);
  const { state } = judged as SilentJudgement;
  const fold = new DeviceFold(zones, DEVICE, {
    ...GENESIS,
    head: { location_id: parked.id, occurred_at: parked.occurred_at },
    track: follow(null, parked).track,
    zones: [{ geofence_id: zone.id, judged_after: parked.id, state }],
  });
  for (const one of fixes) fold.take(one);
  return fold.output.events.map(({ event }) => event);
}

describe('the silent status of a zone that was just drawn', () => {
  test('is inside for a device whose latest fix lies in it, outside for the others', () => {
    const [here, there] = [fix(48, 11), fix(48.1, 11, { device_id: 2 })];
    expect(judgeSilently(zone, [newest(here), newest(there)])).toEqual([
      expect.objectContaining({ device_id: 1, is_inside: true, since: here.occurred_at, last_location_id: here.id }),
      expect.objectContaining({ device_id: 2, is_inside: false, since: there.occurred_at, last_location_id: there.id }),
    ]);
  });

  test('is that of the place where the device is taken to be, not that of a newest fix which lies elsewhere', () => {
    const before = fix(48, 11);
    const { track } = follow(null, before);
    const astray = fix(48.1, 11, { occurred_at: before.occurred_at + 1000 });
    expect(judgeSilently(zone, [{ fix: astray, track }])).toEqual([
      expect.objectContaining({ is_inside: true, since: before.occurred_at, last_location_id: before.id }),
    ]);
  });

  test('alarms nobody about a parked car, not even when the next fix is better', () => {
    const parked = fix(48, 11, { accuracy: 700 });
    const judged = judgeSilently(zone, [newest(parked)]);
    expect(told(parked, judged, [fix(48.0001, 11, { accuracy: 5 })])).toEqual([]);
  });

  test('lets the device leave with an exit', () => {
    const parked = fix(48, 11);
    const away = fix(48.01, 11, { occurred_at: parked.occurred_at + 600_000 });
    expect(told(parked, judgeSilently(zone, [newest(parked)]), [away])).toEqual([
      expect.objectContaining({ event_type: 'exit', stay_seconds: 600 }),
    ]);
  });

  test('of a zone for one device is judged for that device only', () => {
    const places = [newest(fix(48, 11)), newest(fix(48, 11, { device_id: 2 }))];
    expect(judgeSilently({ ...zone, device_id: 2 }, places).map((s) => s.device_id)).toEqual([2]);
  });
});
