import { judgeSilently, ZoneSet } from '@/lib/domain/geofence';
import { DeviceFold } from '@/lib/domain/geofence/device-fold';
import { foldDevice } from '@/lib/domain/geofence/fold-device';
import { GENESIS } from '@/lib/domain/geofence/snapshot';
import type { Fix, Geofence } from '@/lib/domain/model';
import { circle, fix, polygon } from '../../../support/zones';

const START = 1_700_000_000_000;
/** Ten minutes later each time, so that every distance here is one that a car can make. */
let minutes = 0;
const later = (latitude: number, longitude = 11, fields: Partial<Fix> = {}): Fix =>
  fix(latitude, longitude, { occurred_at: START + ++minutes * 600_000, ...fields });

const DEVICE = { id: 1, owner_id: 1 };
const foldOf = (zones: Geofence[], fixes: Fix[], device = DEVICE) => foldDevice(new ZoneSet(zones), device, { fixes });
const told = (zones: Geofence[], fixes: Fix[], device = DEVICE) =>
  foldOf(zones, fixes, device).events.map(({ event_type, geofence_id }) => `${event_type} ${geofence_id}`);

const home = circle(48, 11, 100, { id: 'home' });
const work = circle(48.02, 11, 100, { id: 'work' });

describe('the fold', () => {
  test('follows a device through its zones', () => {
    const fixes = [later(48), later(48.01), later(48.02), later(48)];
    expect(told([home, work], fixes)).toEqual(['enter home', 'exit home', 'enter work', 'exit work', 'enter home']);
  });

  test('judges by a zone the devices of its owner only, or the one it names', () => {
    const other = { id: 3, owner_id: 9 };
    expect(told([home], [later(48)], other)).toEqual([]);
    expect(told([{ ...home, owner_id: 9 }], [later(48)], other)).toEqual(['enter home']);
    expect(told([{ ...home, device_id: 2 }], [later(48)])).toEqual([]);
    expect(told([{ ...home, device_id: 1 }], [later(48)])).toEqual(['enter home']);
  });

  test('judges only what was received after the zone was drawn, whatever its time', () => {
    const [before, away, further, back] = [48, 48.01, 48.02, 48].map((latitude) => later(latitude)) as [Fix, Fix, Fix, Fix];
    const fixes = [before, away, further, back];
    const drawn = { ...home, judged_after_location_id: before.id };
    expect(foldOf([drawn], fixes).events.map(({ location_id }) => location_id)).toEqual([away.id, back.id]);
    expect(told([{ ...home, judged_after_location_id: further.id }], fixes)).toEqual(['enter home']);
  });

  test('goes on from a silent status', () => {
    const parked = later(48);
    const [judged] = judgeSilently(home, [{ fix: parked, track: null }]);
    const fold = new DeviceFold(new ZoneSet([{ ...home, judged_after_location_id: parked.id }]), DEVICE, {
      ...GENESIS,
      zones: [{ geofence_id: 'home', judged_after: parked.id, state: judged!.state }],
    });
    fold.take(later(48.01));
    expect(fold.output.events.map(({ event }) => event.event_type)).toEqual(['exit']);
  });

  test('goes on from any snapshot as if it had never stopped', () => {
    const fixes = [48, 48.01, 48.02, 48.0201, 48, 48.5, 48].map((latitude) => later(latitude));
    const zones = new ZoneSet([home, work]);
    const whole = foldDevice(zones, DEVICE, { fixes });
    fixes.forEach((_, cut) => {
      const first = foldDevice(zones, DEVICE, { fixes: fixes.slice(0, cut) });
      const stored = JSON.parse(JSON.stringify(first.end));
      const rest = new DeviceFold(zones, DEVICE, stored);
      for (const one of fixes.slice(cut)) rest.take(one);
      expect(JSON.parse(JSON.stringify(rest.snapshot()))).toEqual(JSON.parse(JSON.stringify(whole.end)));
    });
  });

  test('leaves a snapshot as it was when it was taken, also one of a doubt that goes on', () => {
    const minute = (n: number, latitude: number) => fix(latitude, 11, { occurred_at: START - 86_400_000 + n * 60_000 });
    const zones = [48.003, 48.006, 48.009].map((latitude, i) => circle(latitude, 11, 100, { id: `${i}` }));
    const fold = new DeviceFold(new ZoneSet(zones), DEVICE, GENESIS);
    for (const n of [0, 5, 10, 15, 20]) fold.take(minute(n, 48));
    const taken = [48.003, 48.006, 48.009].map((latitude, i) => {
      fold.take(minute(40 + 4 * i, latitude));
      const snapshot = fold.snapshot();
      return { snapshot, text: JSON.stringify(snapshot) };
    });
    expect(taken.map(({ snapshot }) => snapshot.doubt === null)).toEqual([false, false, false]);
    for (const { snapshot, text } of taken) expect(JSON.stringify(snapshot)).toBe(text);
    expect(new Set(taken.map(({ text }) => text)).size).toBe(3);
  });

  test('touches a zone only where something changed', () => {
    const { fold } = foldOf([home, work], [later(48), later(48.0001), later(48)]);
    expect([...fold.touched.keys()].map(({ geofence }) => geofence.id)).toEqual(['home']);
  });

  test('leaves a state alone whose zone is gone or does not concern the device any more', () => {
    const { end } = foldOf([home], [later(48)]);
    for (const zones of [[], [{ ...home, device_id: 2 }]]) {
      const fold = new DeviceFold(new ZoneSet(zones), DEVICE, end);
      fold.take(later(49));
      expect(fold.output.events).toEqual([]);
      expect(fold.touched.size).toBe(0);
    }
  });

  test('tells what one fix caused in an order of its own, exits first', () => {
    const zones = ['c', 'a', 'b'].map((id) => ({ ...work, id }));
    expect(told([home, ...zones], [later(48), later(48.02)])).toEqual([
      'enter home',
      'exit home',
      'enter a',
      'enter b',
      'enter c',
    ]);
  });

  test('takes longitudes as they are written', () => {
    expect(told([circle(0, 179.9999, 100)], [later(0, -180.0002)])).toEqual(['enter circle']);
    expect(told([circle(0, -179.9999, 100)], [later(0, 180)])).toEqual(['enter circle']);
  });

  test('judges by the good zones where one is broken, and says which is', () => {
    const zones = new ZoneSet([polygon([], { id: 'broken' }), home]);
    expect(zones.unusable).toEqual(['zone broken has no border']);
    expect(foldDevice(zones, DEVICE, { fixes: [later(48)] }).events).toHaveLength(1);
  });
});
