import { activityOf, NOW, seconds, send, withIngest } from '../../support/messages';

const HOUR = 3_600_000;
const fix = { _type: 'location', lat: 52.52, lon: 13.405, tst: seconds(NOW), created_at: seconds(NOW), batt: 60, bs: 1 };

/** Android's regular sign of life: the last fix under its old time, made now. */
const ping = (at: number, batt?: number) => ({ ...fix, t: 'p', created_at: seconds(at), batt });

describe('a ping of a phone at rest', () => {
  test('is no new fix, but tells that it lives and how full its battery is', async () => {
    const { connection, device, ingest, clock } = withIngest();
    await send(ingest, fix);
    clock.now = NOW + HOUR;
    await send(ingest, ping(NOW + HOUR, 41));
    await ingest.stop();
    expect(ingest.counters()).toMatchObject({ stored: 1, duplicates: 1 });
    const told = { last_seen_at: NOW + HOUR, last_ping_at: NOW + HOUR, ping_battery: 41, ping_battery_status: 1 };
    expect(activityOf(connection, device)).toMatchObject(told);
  });

  test('without a battery leaves what was known of it', async () => {
    const { connection, device, ingest, clock } = withIngest();
    await send(ingest, ping(NOW, 41));
    clock.now = NOW + HOUR;
    await send(ingest, ping(NOW + HOUR));
    await ingest.stop();
    expect(activityOf(connection, device)).toMatchObject({ last_ping_at: NOW + HOUR, ping_battery: 41 });
  });

  test('that a broker kept, and one that is no ping, tell nothing of now', async () => {
    const { connection, device, ingest } = withIngest();
    await send(ingest, ping(NOW, 7), { retained: true });
    await send(ingest, { ...fix, t: 'u' });
    await ingest.stop();
    expect(activityOf(connection, device)).toMatchObject({ last_ping_at: null, ping_battery: null });
  });

  test('that waited on the phone is dated when it was made', async () => {
    const { connection, device, ingest } = withIngest();
    await send(ingest, ping(NOW - 5 * HOUR, 7));
    await ingest.stop();
    expect(activityOf(connection, device)).toMatchObject({ last_ping_at: NOW - 5 * HOUR, ping_battery: 7 });
  });
});
