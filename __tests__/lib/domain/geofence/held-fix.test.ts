import { DeviceFold, GENESIS, ZoneSet } from '@/lib/domain/geofence';
import { foldDevice } from '@/lib/domain/geofence/fold-device';
import type { Fix } from '@/lib/domain/model';
import { circle, destination, fix } from '../../../support/zones';

const home = { latitude: 48.137, longitude: 11.575 };
const device = { id: 1, owner_id: 1 };
const START = 1_700_000_000_000;
const SECOND = 1_000;

/** A zone of 150 m so many metres east of home. */
const zoneAt = (meters: number) => {
  const { latitude, longitude } = destination(home, 90, meters);
  return new ZoneSet([circle(latitude, longitude, 150)]);
};

/** A fix so many seconds after the start and so many metres east of home; ids in the order of time. */
const seen = (seconds: number, meters: number): Fix => {
  const { latitude, longitude } = destination(home, 90, meters);
  return fix(latitude, longitude, { id: seconds + 1, occurred_at: START + seconds * SECOND });
};

/** A quarter of an hour at home, a fix each minute, the last at 900 s. */
const atHome = Array.from({ length: 16 }, (_, i) => seen(i * 60, 0));

const types = (zones: ZoneSet, fixes: Fix[], until: number) =>
  foldDevice(zones, device, { fixes }, START + until * SECOND).events.map(({ event_type }) => event_type);

describe('a lone fix elsewhere, with nothing after it', () => {
  test('is believed after 15 s where traffic is as fast', () => {
    const course = [...atHome, seen(960, 1_000)];
    expect(types(zoneAt(1_000), course, 974)).toEqual([]);
    const { events } = foldDevice(zoneAt(1_000), device, { fixes: course }, START + 975 * SECOND);
    expect(events).toEqual([
      expect.objectContaining({
        event_type: 'enter',
        location_id: 961,
        occurred_at: START + 960 * SECOND,
        decided_at: START + 975 * SECOND,
      }),
    ]);
  });

  test('is believed after two minutes where it would take more than traffic', () => {
    const course = [...atHome, seen(960, 5_000)];
    expect(types(zoneAt(5_000), course, 1_079)).toEqual([]);
    expect(types(zoneAt(5_000), course, 1_080)).toEqual(['enter']);
  });

  test('is never believed where it would take more than an airliner', () => {
    expect(types(zoneAt(50_000), [...atHome, seen(960, 50_000)], 100_000)).toEqual([]);
  });

  test('moves no one when the next fix is home again before that', () => {
    expect(types(zoneAt(1_000), [...atHome, seen(960, 1_000), seen(970, 0)], 100_000)).toEqual([]);
  });

  test('is taken back, with its event, when the next fix is home again after that', () => {
    const fold = new DeviceFold(zoneAt(1_000), device, GENESIS);
    for (const one of [...atHome, seen(960, 1_000)]) fold.take(one);
    fold.ripenUntil(START + 990 * SECOND);
    expect(fold.output.events.map(({ event, is_unsure }) => [event.event_type, is_unsure])).toEqual([['enter', true]]);
    fold.take(seen(1_020, 0));
    expect(fold.output.retractions).toEqual([expect.objectContaining({ reason: 'outlier' })]);
  });

  test('is no departure while it lies so near that it may be an error of the usual kind', () => {
    const zones = new ZoneSet([circle(home.latitude, home.longitude, 50)]);
    expect(types(zones, [...atHome, seen(960, 60)], 100_000)).toEqual(['enter']);
  });
});

describe('a snapshot', () => {
  test('taken while a fix is held lets it be believed at the same moment', () => {
    const zones = zoneAt(1_000);
    const before = new DeviceFold(zones, device, GENESIS);
    for (const one of [...atHome, seen(960, 1_000)]) before.take(one);
    const restored = new DeviceFold(zones, device, JSON.parse(JSON.stringify(before.snapshot())));
    for (const fold of [before, restored]) fold.ripenUntil(START + 975 * SECOND);
    expect(restored.output.events).toEqual(before.output.events);
    expect(restored.output.events).toHaveLength(1);
  });

  test('does not change after it was taken, while the doubt goes on', () => {
    const fold = new DeviceFold(zoneAt(1_000), device, GENESIS);
    for (const one of [...atHome, seen(1_140, 2_000)]) fold.take(one);
    const taken = fold.snapshot();
    expect(taken.doubt).not.toBeNull();
    const text = JSON.stringify(taken);
    fold.take(seen(1_200, 1_000));
    expect(JSON.stringify(fold.snapshot().doubt)).not.toBe(JSON.stringify(taken.doubt));
    expect(JSON.stringify(taken)).toBe(text);
  });
});
