import { judgeSilently } from '@/lib/domain/geofence';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { addDevice } from '../../support/ingest';
import { activityOf, fix, locations, NOW, rejected, seconds, send, withIngest } from '../../support/messages';

describe('group commit', () => {
  test('messages that come together share one transaction and are done after it, in their order', async () => {
    const { connection, device, ingest, store } = withIngest();
    const order: number[] = [];
    const sent = Array.from({ length: 200 }, (_, n) => send(ingest, fix({ tst: seconds(NOW) - n })).then(() => order.push(n)));
    expect(await locations(connection, device)).toHaveLength(0);
    await Promise.all(sent);
    expect(store.batches).toHaveLength(1);
    expect(order).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(await locations(connection, device)).toHaveLength(200);
  });

  test('a lone message waits no longer than the given time', async () => {
    const { ingest, store } = withIngest({ maxDelayMs: 20 });
    const startedAt = performance.now();
    await send(ingest, fix());
    expect(performance.now() - startedAt).toBeLessThan(200);
    expect(store.batches).toHaveLength(1);
  });

  test('a full batch does not wait for the time', async () => {
    const { ingest, store } = withIngest({ maxBatch: 10, quietMs: 60_000 });
    await Promise.all(Array.from({ length: 10 }, (_, n) => send(ingest, fix({ tst: seconds(NOW) - n }))));
    expect(store.batches).toHaveLength(1);
  });

  test('done is never called before the transaction is made', async () => {
    const { connection, device, ingest } = withIngest({ quietMs: 60_000 });
    let done = false;
    const sent = send(ingest, fix()).then(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(done).toBe(false);
    expect(await locations(connection, device)).toHaveLength(0);
    ingest.flush();
    await sent;
    expect(await locations(connection, device)).toHaveLength(1);
  });

  test('onCommit tells the number of new fixes, and nothing when there is none', async () => {
    const commits: number[] = [];
    const { ingest } = withIngest({ onCommit: (added) => commits.push(added) });
    await Promise.all([send(ingest, fix()), send(ingest, fix()), send(ingest, fix({ lat: 1 }))]);
    await send(ingest, fix());
    expect(commits).toEqual([2]);
  });

  test('stop stores what waits and refuses what comes later', async () => {
    const { connection, device, ingest } = withIngest({ quietMs: 60_000 });
    const sent = send(ingest, fix());
    await ingest.stop();
    await sent;
    expect(await locations(connection, device)).toHaveLength(1);
    await expect(send(ingest, fix({ lat: 1 }))).rejects.toThrow('the server is stopping');
  });

  test('a callback that throws does not keep the others from being called', async () => {
    const errors: string[] = [];
    const { ingest } = withIngest({ onError: ({ message }) => errors.push(message) });
    const payload = Buffer.from(JSON.stringify(fix()));
    ingest.accept({ topic: 'owntracks/jane/phone', payload, retained: false, source: 'mqtt' }, () => {
      throw new Error('fault of the caller');
    });
    await send(ingest, fix({ lat: 1 }));
    expect(errors).toEqual(['fault of the caller']);
  });
});

describe('a database that fails', () => {
  test('the waiting messages get an error, the next ones are stored after a pause', async () => {
    const errors: string[] = [];
    const { connection, device, ingest, store } = withIngest({ onError: ({ message }) => errors.push(message) });
    store.failures = 1;
    const failing = [send(ingest, fix()), send(ingest, fix({ lat: 1 }))];
    for (const sent of failing) await expect(sent).rejects.toThrow('could not be stored: database or disk is full');
    expect(await locations(connection, device)).toHaveLength(0);
    const startedAt = performance.now();
    await send(ingest, fix());
    expect(performance.now() - startedAt).toBeGreaterThan(50);
    expect(await locations(connection, device)).toHaveLength(1);
    expect(errors).toHaveLength(1);
    expect(ingest.counters()).toMatchObject({ failed: 2, stored: 1 });
  });

  test('signs of life survive the failure', async () => {
    const { connection, device, ingest, store } = withIngest();
    store.failures = 1;
    await expect(send(ingest, fix({ created_at: seconds(NOW) }))).rejects.toThrow();
    await send(ingest, fix({ created_at: seconds(NOW) - 30 }));
    expect(activityOf(connection, device)?.last_seen_at).toBe(NOW);
  });

  test('a full disk loses nothing that was acknowledged, and nothing half', async () => {
    const { connection, device, ingest } = withIngest();
    await send(ingest, fix());
    const pages = connection.raw.pragma('page_count', { simple: true }) as number;
    connection.raw.pragma(`max_page_count = ${pages + 1}`);
    const many = Array.from({ length: 500 }, (_, n) =>
      send(ingest, fix({ tst: seconds(NOW) - n, lat: 1, image: 'x'.repeat(2000) })),
    );
    const results = await Promise.allSettled(many);
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await locations(connection, device)).toHaveLength(1);
    connection.raw.pragma('max_page_count = 1073741823');
    await send(ingest, fix({ lat: 2 }));
    expect(await locations(connection, device)).toHaveLength(2);
  });
});

describe('one bad message', () => {
  test('costs none of the others: a device that is removed meanwhile', async () => {
    const { connection, device, ingest } = withIngest({ quietMs: 60_000 });
    const gone = addDevice(connection, 'jane', 'old');
    const sent = [
      send(ingest, fix()),
      send(ingest, fix(), { device: gone }),
      send(ingest, { _type: 'status', android: {} }, { device: gone }),
      send(ingest, 'junk', { device: gone }),
      send(ingest, fix({ lat: 1 })),
    ];
    await new SqliteDeviceStore(connection).remove(gone.id, 0, judgeSilently);
    ingest.flush();
    await Promise.all(sent);
    expect(await locations(connection, device)).toHaveLength(2);
    await ingest.stop();
    expect(rejected(connection)).toMatchObject([
      { reason: 'neither JSON nor a CSV line', device_id: null },
      { reason: 'the database refuses the fix: FOREIGN KEY constraint failed', device_id: null },
    ]);
  });

  test('costs none of the others: members nested too deeply to be written', async () => {
    const { connection, device, ingest } = withIngest();
    const deep = `{"_type":"location","lat":1,"lon":2,"tst":${seconds(NOW)},"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    await Promise.all([send(ingest, fix()), send(ingest, deep), send(ingest, fix({ lat: 1 }))]);
    expect(await locations(connection, device)).toHaveLength(2);
    await ingest.stop();
    const reason = 'members nested deeper than 32 levels';
    expect(rejected(connection)).toMatchObject([{ device_id: device.id, topic: 'owntracks/jane/phone', reason }]);
  });
});

describe('the identity of a fix', () => {
  test('the same device, time and place is one fix, however often and in whatever form it comes', async () => {
    const { connection, device, ingest } = withIngest();
    const tst = seconds(NOW) - 60;
    for (const form of [{}, { t: 'p', created_at: tst + 900 }, { lat: '52.52', tst: String(tst) }, { tst: tst * 1000 }]) {
      await send(ingest, fix(form));
    }
    const stored = await locations(connection, device);
    expect(stored).toMatchObject([{ occurred_at: tst * 1000, trigger: null, created_at: null }]);
    expect(ingest.counters()).toMatchObject({ stored: 1, duplicates: 3 });
    expect(rejected(connection)).toEqual([]);
  });

  test('the same time at another place, or another device, is another fix', async () => {
    const { connection, device, ingest } = withIngest();
    const tablet = addDevice(connection, 'jane', 'tablet');
    await send(ingest, fix());
    await send(ingest, fix({ lon: 13.406 }));
    await send(ingest, fix(), { topic: 'owntracks/jane/tablet' });
    expect(await locations(connection, device)).toHaveLength(2);
    expect(await locations(connection, tablet)).toHaveLength(1);
  });

  test('a fix keeps all it said through the database', async () => {
    const { connection, device, ingest } = withIngest();
    await send(ingest, fix({ inregions: [], inrids: ['a'], batt: 0, p: 99.8, SSID: 'Home', acc: 0, tid: 'xa' }));
    expect(await locations(connection, device)).toMatchObject([
      { in_regions: [], battery: 0, pressure: 99.8, ssid: 'Home', accuracy: null, tid: 'xa', extra: { inrids: ['a'] } },
    ]);
  });

  test('a transition’s fix is stored once, and completed by the whole location that follows', async () => {
    const { connection, device, ingest } = withIngest();
    const transition = { ...fix(), _type: 'transition', event: 'enter', desc: 'Home', acc: 15, t: 'c' };
    await send(ingest, transition, { topic: 'owntracks/jane/phone/event' });
    await send(ingest, transition, { topic: 'owntracks/jane/phone/event' });
    await send(ingest, fix({ batt: 55, acc: 80, inregions: ['Home'], t: 'c', conn: 'w' }));
    expect(await locations(connection, device)).toMatchObject([
      { battery: 55, connection: 'w', in_regions: ['Home'], accuracy: 15, trigger: 'c', extra: { event: 'enter', desc: 'Home' } },
    ]);
    const reports = await new SqliteDeviceStore(connection).reports(device.id);
    expect(reports).toMatchObject([{ kind: 'transition', key: 'desc:Home' }]);
  });

  test('what the phone says of a region is kept once, with or without a place, in the transaction that it is acknowledged by', async () => {
    const { connection, device, ingest } = withIngest();
    const said = () => connection.prepare('SELECT * FROM phone_transition ORDER BY id').all();
    const beacon = { _type: 'transition', event: 'enter', desc: '-Desk|1|2', lat: 0, lon: 0, tst: seconds(NOW), t: 'b', wtst: 7 };
    const more = { topic: 'owntracks/jane/phone/event' };
    await send(ingest, beacon, more);
    expect(said()).toHaveLength(1);
    await send(ingest, beacon, { ...more, retained: true });
    await send(ingest, { ...beacon, event: 'leave', rid: 'a1b2c3' }, more);
    const usual = {
      device_id: device.id,
      region: 'Desk',
      region_created_at: 7000,
      latitude: null,
      longitude: null,
      trigger: 'b',
    };
    expect(said()).toMatchObject([
      { ...usual, event: 'enter', region_id: null, occurred_at: seconds(NOW) * 1000, received_at: NOW },
      { ...usual, event: 'leave', region_id: 'a1b2c3' },
    ]);
    expect(await locations(connection, device)).toEqual([]);
  });

  test('another message does not complete an ordinary fix', async () => {
    const { connection, device, ingest } = withIngest();
    await send(ingest, fix());
    await send(ingest, fix({ batt: 55 }));
    expect(await locations(connection, device)).toMatchObject([{ battery: null }]);
  });
});

describe('the sign of life', () => {
  test('a ping that repeats an old fix moves it to the ping’s created_at', async () => {
    const { connection, device, ingest } = withIngest();
    const tst = seconds(NOW) - 3600;
    await send(ingest, fix({ tst, created_at: tst }));
    expect(activityOf(connection, device)?.last_seen_at).toBe(tst * 1000);
    await send(ingest, fix({ tst, created_at: tst + 900, t: 'p' }));
    expect(activityOf(connection, device)?.last_seen_at).toBe((tst + 900) * 1000);
    expect(await locations(connection, device)).toHaveLength(1);
  });

  test('never goes back and never into the future', async () => {
    const { connection, device, ingest, clock } = withIngest();
    await send(ingest, fix({ created_at: seconds(NOW) + 3600 }));
    expect(activityOf(connection, device)?.last_seen_at).toBe(NOW);
    clock.now += 1000;
    await send(ingest, fix({ tst: 5, created_at: 10 }));
    expect(activityOf(connection, device)?.last_seen_at).toBe(NOW);
    await send(ingest, fix({ lat: 1 }));
    expect(activityOf(connection, device)?.last_seen_at).toBe(NOW + 1000);
  });

  test('a retained replay is stored but is none', async () => {
    const { connection, device, ingest } = withIngest();
    await send(ingest, fix(), { retained: true });
    expect(await locations(connection, device)).toHaveLength(1);
    expect(activityOf(connection, device)).toBeUndefined();
  });

  test('a last will is none; without a connection of our own it is the end of one', async () => {
    const { connection, device, ingest } = withIngest();
    await send(ingest, { _type: 'lwt', tst: 5 });
    expect(activityOf(connection, device)).toMatchObject({ last_seen_at: null, last_disconnect_at: NOW });
  });

  test('of many devices it is written together, not with each transaction', async () => {
    const { connection, ingest, store } = withIngest();
    for (let n = 0; n < 40; n++) addDevice(connection, 'bob', `d${n}`);
    for (let round = 0; round < 5; round++) {
      const one = (n: number) => send(ingest, fix({ tst: seconds(NOW) - round }), { topic: `owntracks/bob/d${n}` });
      await Promise.all(Array.from({ length: 40 }, (_, n) => one(n)));
    }
    expect(store.batches).toHaveLength(5);
    expect(store.batches.filter(({ activity }) => activity.length > 0)).toHaveLength(1);
    await send(ingest, fix());
    await ingest.stop();
    const seen = connection.all(query.selectFrom('device_activity').selectAll());
    expect(seen).toHaveLength(41);
  });

  test('what a connection shows is written without any message', async () => {
    const { connection, device, ingest } = withIngest();
    ingest.note({ device_id: device.id, last_connect_at: 5 });
    ingest.note({ device_id: device.id, last_denied_at: 6, last_denied_topic: 'x' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(activityOf(connection, device)).toMatchObject({ last_connect_at: 5, last_denied_at: 6, last_denied_topic: 'x' });
    ingest.note({ device_id: device.id, last_disconnect_at: 7 });
    await ingest.stop();
    expect(activityOf(connection, device)).toMatchObject({ last_connect_at: 5, last_disconnect_at: 7, last_denied_topic: 'x' });
  });
});

describe('whose message it is', () => {
  test('the authenticated device wins over the topic', async () => {
    const { connection, device, ingest } = withIngest();
    const tablet = addDevice(connection, 'jane', 'tablet');
    await send(ingest, fix(), { topic: 'owntracks/jane/phone', device: tablet });
    expect(await locations(connection, device)).toHaveLength(0);
    expect(await locations(connection, tablet)).toHaveLength(1);
  });

  test('the topic decides without regard to letter case, a leading slash and what follows', async () => {
    const { connection, device, ingest } = withIngest();
    const topics = ['OwnTracks/Jane/PHONE', '/owntracks/jane/phone', 'owntracks/jane/phone/event'];
    for (const [n, topic] of topics.entries()) await send(ingest, fix({ lat: n }), { topic });
    expect(await locations(connection, device)).toHaveLength(3);
  });

  test('an unknown topic is kept as rejected; a device that was just added is found', async () => {
    const { connection, ingest } = withIngest();
    const unknown = ['owntracks/jane/new', 'owntracks/nobody/phone', 'other/jane/phone', 'x'];
    for (const topic of unknown) await send(ingest, fix({ password: 'geheim' }), { topic });
    expect(rejected(connection).map(({ topic }) => topic)).toEqual(unknown);
    expect(rejected(connection).every(({ excerpt, device_id }) => !excerpt?.includes('geheim') && device_id === null)).toBe(true);
    const added = addDevice(connection, 'jane', 'new');
    await send(ingest, fix(), { topic: 'owntracks/jane/new' });
    expect(await locations(connection, added)).toHaveLength(1);
  });

  test('of an unknown topic, too, lwt, card, status and empty payloads are not kept', async () => {
    const { connection, ingest } = withIngest();
    for (const message of [{ _type: 'lwt' }, { _type: 'card' }, { _type: 'status' }, '', ' ']) {
      await send(ingest, message, { topic: 'owntracks/nobody/phone' });
    }
    expect(rejected(connection)).toEqual([]);
    await send(ingest, 'junk', { topic: 'owntracks/nobody/phone' });
    expect(rejected(connection)).toHaveLength(1);
  });
});

describe('what is rejected', () => {
  test('junk is done, counted and kept with its reason', async () => {
    const { connection, device, ingest } = withIngest();
    for (const junk of [
      'hello',
      '[]',
      '{"_type":null}',
      '{"_type":"location","lat":91,"lon":0,"tst":1}',
      '{"_type":"encrypted"}',
    ]) {
      await send(ingest, junk);
    }
    expect(rejected(connection).map(({ reason }) => reason)).toEqual([
      'neither JSON nor a CSV line',
      'a list, not a JSON object',
      'no _type',
      'lat is 91; it must be -90–90',
      'encrypted, no key',
    ]);
    expect(rejected(connection)[0]).toMatchObject({
      device_id: device.id,
      topic: 'owntracks/jane/phone',
      excerpt: 'hello',
      received_at: NOW,
    });
    expect(ingest.counters()).toMatchObject({ messages: 5, rejected: 5, stored: 0 });
  });

  test('lwt, card, status, repeats, counted types and empty payloads are not', async () => {
    const { connection, device, ingest } = withIngest();
    const card = { _type: 'card', name: 'Jane' };
    for (const message of [
      { _type: 'lwt' },
      card,
      { _type: 'status', iOS: {} },
      fix(),
      fix(),
      { _type: 'steps' },
      { _type: 'dump' },
      '',
      ' ',
    ]) {
      await send(ingest, message);
    }
    expect(rejected(connection)).toEqual([]);
    expect(ingest.counters()).toMatchObject({
      lwt: 1,
      card: 1,
      status: 1,
      location: 2,
      duplicates: 1,
      steps: 1,
      dump: 1,
      empty: 2,
    });
    expect((await new SqliteDeviceStore(connection).reports(device.id)).map(({ kind }) => kind)).toEqual([
      'card',
      'dump',
      'lwt',
      'status',
    ]);
  });

  test('only the newest are kept, of each device and of no known one: a device that sends nothing else pushes out no other', async () => {
    const { connection, device, directory, ingest } = withIngest();
    const tablet = addDevice(connection, 'jane', 'tablet');
    directory.refreshIfChanged();
    const junk = (length: number, topic: string) =>
      Promise.all(Array.from({ length }, (_, n) => send(ingest, `junk ${n}`, { topic })));
    await junk(1500, 'owntracks/nobody/phone');
    await junk(3, 'owntracks/jane/tablet');
    await junk(2500, 'owntracks/jane/phone');
    const keptOf = (id: number | null) => rejected(connection).filter(({ device_id }) => device_id === id);
    expect(keptOf(tablet.id)).toHaveLength(3);
    for (const [id, bound, last] of [
      [device.id, 200, 'junk 2499'],
      [null, 1000, 'junk 1499'],
    ] as const) {
      const kept = keptOf(id);
      expect(kept.length).toBeGreaterThanOrEqual(bound);
      expect(kept.length).toBeLessThanOrEqual(bound + 100);
      expect(kept.at(-1)?.excerpt).toBe(last);
    }
  });

  test('a very long topic is cut', async () => {
    const { connection, ingest } = withIngest();
    await send(ingest, fix(), { topic: `x/${'y'.repeat(10_000)}` });
    expect(rejected(connection)[0]?.topic).toHaveLength(255);
  });
});

describe('reports', () => {
  test('the newest of each kind and key is kept, whatever the order of arrival', async () => {
    const { connection, device, ingest } = withIngest();
    const transition = (event: string, tst: number) => ({ _type: 'transition', event, tst, wtst: 5, desc: 'Home' });
    await send(ingest, transition('leave', seconds(NOW) - 10));
    await send(ingest, transition('enter', seconds(NOW) - 100));
    const waypoint = (rad: number) => ({ _type: 'waypoint', desc: 'Home', tst: 5, rad });
    await send(ingest, waypoint(50));
    await send(ingest, waypoint(80));
    expect(await new SqliteDeviceStore(connection).reports(device.id)).toMatchObject([
      { kind: 'transition', payload: { event: 'leave' } },
      { kind: 'waypoint', payload: { rad: 80 } },
    ]);
  });
});
