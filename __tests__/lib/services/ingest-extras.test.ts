import type { BeaconSighting, StepCount } from '@/lib/domain/model';
import { isSameSighting, mergedSighting, SIGHTING_GAP_MS } from '@/lib/domain/owntracks/beacon';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { activityOf, NOW, rejected, seconds, send, withIngest } from '../../support/messages';

const UUID = 'CA271EAE-5FA8-4E80-8F08-2A302A95A959';
const beacon = (more: object = {}) => ({
  ...{
    _type: 'beacon',
    desc: 'Desk',
    uuid: UUID,
    major: 1,
    minor: '2',
    tst: seconds(NOW),
    acc: 1.5,
    rssi: -60,
    prox: 2,
    tid: 'kt',
  },
  ...more,
});
const sightings = (connection: Connection) =>
  connection.all<BeaconSighting>(query.selectFrom('beacon_sighting').selectAll().orderBy('id'));
const steps = (connection: Connection) => connection.all<StepCount>(query.selectFrom('step_count').selectAll().orderBy('to_at'));

describe('beacons', () => {
  test('the first word of a stay is stored with the message that says it', async () => {
    const { connection, device, ingest } = withIngest();
    await send(ingest, beacon(), { topic: 'owntracks/jane/phone/beacon' });
    expect(sightings(connection)).toEqual([
      {
        ...{
          id: 1,
          device_id: device.id,
          beacon: `${UUID.toLowerCase()}:1:2`,
          name: 'Desk',
          first_at: NOW,
          last_at: NOW,
          count: 1,
        },
        ...{ rssi: -60, proximity: 2, distance_meters: 1.5 },
      },
    ]);
    expect(activityOf(connection, device)).toMatchObject({ last_seen_at: NOW });
  });

  test('a flood is one row: count, span and the newest measurements; it costs no transaction for each message', async () => {
    const { connection, ingest, store, clock } = withIngest();
    const second = async (n: number) => {
      clock.now = NOW + n * 1000;
      await send(ingest, beacon({ tst: seconds(NOW) + n, rssi: -60 - (n % 20), minor: 2 }));
      await send(ingest, beacon({ tst: seconds(NOW) + n, minor: 3 }));
    };
    for (let n = 0; n < 120; n++) await second(n);
    await ingest.stop();
    expect(sightings(connection)).toMatchObject([
      { beacon: `${UUID.toLowerCase()}:1:2`, count: 120, first_at: NOW, last_at: NOW + 119_000, rssi: -79 },
      { beacon: `${UUID.toLowerCase()}:1:3`, count: 120, first_at: NOW, last_at: NOW + 119_000 },
    ]);
    const written = store.batches.flatMap((batch) => batch.sightings);
    expect(written.length).toBeLessThanOrEqual(2 * 13);
    expect(ingest.counters()).toMatchObject({ beacon: 240 });
  });

  test('a thousand at once share one transaction and write two rows', async () => {
    const { connection, ingest, store } = withIngest();
    await Promise.all(Array.from({ length: 1000 }, (_, n) => send(ingest, beacon({ minor: n % 2 }))));
    expect(store.batches.reduce((sum, batch) => sum + batch.sightings.length, 0)).toBe(2);
    await ingest.stop();
    expect(sightings(connection).map(({ count }) => count)).toEqual([500, 500]);
  });

  test('what was counted is written some seconds later, also when nothing else comes', async () => {
    jest.useFakeTimers();
    try {
      const { connection, ingest, clock } = withIngest();
      for (let n = 0; n < 3; n++) {
        const sent = send(ingest, beacon());
        jest.advanceTimersByTime(20);
        await sent;
      }
      expect(sightings(connection)).toMatchObject([{ count: 1 }]);
      clock.now += 11_000;
      jest.advanceTimersByTime(11_000);
      expect(sightings(connection)).toMatchObject([{ count: 3 }]);
    } finally {
      jest.useRealTimers();
    }
  });

  test('after five minutes without a word it is another stay; less is the same, over a restart, too', async () => {
    const { connection, ingest, clock } = withIngest();
    const hear = async (after: number) => {
      clock.now = NOW + after;
      await send(ingest, beacon({ tst: seconds(clock.now) }));
    };
    for (const after of [0, 4 * 60_000, 8 * 60_000]) await hear(after);
    await hear(8 * 60_000 + SIGHTING_GAP_MS + 1000);
    expect(sightings(connection)).toMatchObject([{ count: 3, last_at: NOW + 8 * 60_000 }, { count: 1 }]);
  });

  test('what came late is put where it belongs', async () => {
    const { connection, ingest } = withIngest();
    for (const ago of [0, 7200, 60]) await send(ingest, beacon({ tst: seconds(NOW) - ago }));
    await ingest.stop();
    expect(sightings(connection).map(({ first_at, last_at, count }) => [first_at - NOW, last_at - NOW, count])).toEqual([
      [-60_000, 0, 2],
      [-7_200_000, -7_200_000, 1],
    ]);
  });

  test('a failed transaction loses no stay: it is written with the next word', async () => {
    const { connection, ingest, store } = withIngest();
    store.failures = 1;
    await expect(send(ingest, beacon())).rejects.toThrow('could not be stored');
    await new Promise((resolve) => setTimeout(resolve, 150));
    await send(ingest, beacon());
    expect(sightings(connection)).toMatchObject([{ count: 1 }]);
  });

  test.each([{ uuid: undefined }, { uuid: null }, { uuid: '' }, { uuid: {} }])(
    'without a beacon (%j) there is nothing to keep',
    async (change) => {
      const { connection, ingest } = withIngest();
      await send(ingest, beacon(change));
      expect([sightings(connection), rejected(connection)]).toEqual([[], []]);
    },
  );

  test('what is no measurement is not known', async () => {
    const { connection, ingest } = withIngest();
    await send(ingest, beacon({ rssi: 0, acc: -1, prox: 9, major: 'x', desc: null, tst: 'soon' }));
    expect(sightings(connection)).toMatchObject([
      { beacon: `${UUID.toLowerCase()}:0:2`, name: null, rssi: null, distance_meters: null, proximity: null, first_at: NOW },
    ]);
  });

  test('a sender that invents beacons fills neither the memory nor the disk', async () => {
    const { connection, ingest } = withIngest({ maxBatch: 10_000 });
    for (let round = 0; round < 13; round++) {
      await Promise.all(Array.from({ length: 1000 }, (_, n) => send(ingest, beacon({ uuid: `${round}-${n}` }))));
    }
    expect(sightings(connection).length).toBeLessThanOrEqual(2100);
  });

  test('merging is the same in either order', () => {
    const one = {
      device_id: 1,
      beacon: 'b',
      name: null,
      first_at: 5,
      last_at: 9,
      count: 2,
      rssi: -5,
      proximity: 1,
      distance_meters: 1,
    };
    const other = { ...one, name: 'Desk', first_at: 1, last_at: 7, count: 3, rssi: -9 };
    expect(mergedSighting(one, other)).toEqual(mergedSighting(other, one));
    expect(mergedSighting(one, other)).toMatchObject({ name: 'Desk', first_at: 1, last_at: 9, count: 5, rssi: -5 });
    expect(isSameSighting(one, { first_at: 9 + SIGHTING_GAP_MS + 1, last_at: 1e9 })).toBe(false);
  });
});

describe('steps', () => {
  const answer = (more: object = {}) => ({
    ...{ _type: 'steps', tst: seconds(NOW), from: seconds(NOW) - 3600, to: seconds(NOW), steps: 1200, distance: 830.5 },
    ...{ floorsup: 3, floorsdown: 2 },
    ...more,
  });

  test('are kept with the time they were counted in', async () => {
    const { connection, device, ingest } = withIngest();
    await send(ingest, answer(), { topic: 'owntracks/jane/phone/step' });
    expect(steps(connection)).toEqual([
      {
        ...{ device_id: device.id, from_at: NOW - 3_600_000, to_at: NOW, steps: 1200, distance_meters: 830.5 },
        ...{ floors_up: 3, floors_down: 2, received_at: NOW },
      },
    ]);
  });

  test('a repeat changes nothing, a better answer completes, −1 is not known', async () => {
    const { connection, ingest } = withIngest();
    await send(ingest, answer({ floorsup: -1 }));
    await send(ingest, answer({ steps: -1, floorsup: 4 }));
    expect(steps(connection)).toMatchObject([{ steps: 1200, floors_up: 4 }]);
  });

  test.each([{ from: undefined }, { from: 'soon', to: null, tst: 0 }, { from: seconds(NOW), to: seconds(NOW) - 1 }])(
    'without a time (%j) there is nothing to keep',
    async (change) => {
      const { connection, device, ingest } = withIngest();
      await send(ingest, answer(change));
      expect([steps(connection), rejected(connection)]).toEqual([[], []]);
      expect(activityOf(connection, device)).toMatchObject({ last_seen_at: NOW });
    },
  );
});

describe('settings', () => {
  test('a dump is stored without its secrets', async () => {
    const { connection, device, ingest } = withIngest();
    const configuration = { _type: 'configuration', password: 'geheim', encryptionKey: 'geheim', monitoring: 1, tid: 'kt' };
    await send(ingest, { _type: 'dump', configuration }, { topic: 'owntracks/jane/phone/dump' });
    const reports = await new SqliteDeviceStore(connection).reports(device.id);
    expect(reports).toMatchObject([{ kind: 'dump', payload: { password: '***', monitoring: 1 } }]);
    const everything = JSON.stringify(connection.prepare('SELECT * FROM device_report').all());
    expect(everything).not.toContain('geheim');
  });
});
