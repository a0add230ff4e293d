import { evaluate, judgeSilently, prepareZone } from '@/lib/domain/geofence';
import { circle, fix } from '../../../support/zones';

describe('the silent status of a zone that was just drawn', () => {
  const zone = circle(48, 11, 100);

  test('is inside for a device whose latest fix lies in it, outside for the others', () => {
    const [here, there] = [fix(48, 11), fix(48.1, 11, { device_id: 2 })];
    expect(judgeSilently(zone, [here, there])).toEqual([
      expect.objectContaining({ device_id: 1, is_inside: true, since: here.occurred_at, last_location_id: here.id }),
      expect.objectContaining({ device_id: 2, is_inside: false, since: there.occurred_at, last_location_id: there.id }),
    ]);
  });

  test('alarms nobody about a parked car, not even when the next fix is better', () => {
    const [judged] = judgeSilently(zone, [fix(48, 11, { accuracy: 700 })]);
    expect(evaluate(judged!.state, fix(48.0001, 11, { accuracy: 5 }), prepareZone(zone)).transitions).toEqual([]);
  });

  test('lets the device leave with an exit', () => {
    const parked = fix(48, 11);
    const [judged] = judgeSilently(zone, [parked]);
    const away = fix(48.01, 11);
    const { transitions } = evaluate(judged!.state, away, prepareZone(zone));
    expect(transitions).toEqual([
      expect.objectContaining({ type: 'exit', stay_seconds: (away.occurred_at - parked.occurred_at) / 1000 }),
    ]);
  });

  test('of a zone for one device is judged for that device only', () => {
    expect(
      judgeSilently({ ...zone, device_id: 2 }, [fix(48, 11), fix(48, 11, { device_id: 2 })]).map((s) => s.device_id),
    ).toEqual([2]);
  });
});
