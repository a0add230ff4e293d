import type { Channel, Expectation } from '@/lib/domain/model';
import { ExpectationWatcher } from '@/lib/services/watch-expectations';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteExpectationStore } from '@/lib/storage/sqlite/expectation-store';
import { SqliteExpectationWatchStore } from '@/lib/storage/sqlite/expectation-watch-store';
import { household } from './deliveries';

/** Wednesday, 14 January 2026, 12:00 in Berlin. */
export const NOON = Date.UTC(2026, 0, 14, 11);
/** 08:15 of the Thursday after. */
export const DUE = Date.UTC(2026, 0, 15, 7, 15);

/** Anna with a phone and a zone, and a watcher with a clock in the test's hands. */
export function watchedHousehold(connection: Connection) {
  const home = household(connection);
  const time = { now: NOON };
  const restart = () => new ExpectationWatcher(new SqliteExpectationWatchStore(connection), () => time.now);
  return { connection, home, time, restart, watcher: restart() };
}

export type WatchedHousehold = ReturnType<typeof watchedHousehold>;

/** Thursday from 07:00 to 08:15, where nothing else is said. */
export async function expectThat(
  { connection, home, time }: Pick<WatchedHousehold, 'connection' | 'home' | 'time'>,
  change: Partial<Expectation> = {},
): Promise<string> {
  const fields = {
    owner_id: home.user_id,
    geofence_id: home.geofence_id,
    device_id: null,
    name: 'School mornings',
    kind: 'no_show' as const,
    time_zone: 'Europe/Berlin',
    days: [4 as const],
    start: '07:00',
    end: '08:15',
    is_active: true,
    email_notifications: true,
    ...change,
  };
  const created = await new SqliteExpectationStore(connection).create(fields, 50, time.now);
  if (typeof created === 'string') throw new Error(created);
  return created.id;
}

export function alerts(connection: Connection) {
  return connection.all(query.selectFrom('expectation_alert').selectAll().orderBy('id'));
}

export function alertDeliveries(connection: Connection, channel: Channel = 'email') {
  const about = query.selectFrom('delivery').selectAll().where('alert_id', 'is not', null).where('channel', '=', channel);
  return connection.all(about.orderBy('id'));
}

/** Where the device stands, as the engine writes it. */
export function stand(
  { connection, home }: WatchedHousehold,
  is_inside: boolean,
  since: number,
  pending: { at: number; fire_at: number } | null = null,
): void {
  connection.run(
    query
      .insertInto('geofence_status')
      .values({
        device_id: home.device_id,
        geofence_id: home.geofence_id,
        is_inside: is_inside ? 1 : 0,
        since,
        last_enter_time: null,
        last_exit_time: null,
        last_location_id: null,
        geofence_version: 1,
        fire_at: pending?.fire_at ?? null,
        state: JSON.stringify({ pending }),
        updated_at: since,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['device_id', 'geofence_id'])
          .doUpdateSet({ is_inside: is_inside ? 1 : 0, since, state: JSON.stringify({ pending }) }),
      ),
  );
}

/** As the engine takes an event back. */
export function retract(connection: Connection, event_id: number, at: number): void {
  connection.run(
    query.updateTable('geofence_event').set({ retracted_at: at, retract_reason: 'late_fix' }).where('id', '=', event_id),
  );
  connection.run(query.insertInto('geofence_event_change').values({ event_id, at }));
}
