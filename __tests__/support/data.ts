import type { Server } from '@/app/server';
import type { NewGeofenceEvent, NewLocation } from '@/lib/domain/model';
import { Ingest } from '@/lib/services/ingest';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { query } from '@/lib/storage/sqlite/connection';
import { eventColumns } from '@/lib/storage/sqlite/event-row';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { event, fix } from '../lib/storage/contract/fixture';
import { NOW, type Person, type TestApi, testApi } from './api';
import { directoryOf } from './ingest';

/** Puts rows into a test server's database that no route makes: fixes and events come from phones and the engine. */
export async function addDevice(server: Server, owner: Person, device = 'phone'): Promise<number> {
  const created = await server.services.devices.create(owner.user, { name: `${owner.user.name}'s ${device}`, device });
  return created.device.id;
}

export function addLocation(
  server: Pick<Server, 'connection'>,
  device_id: number,
  occurred_at: number,
  change: Partial<NewLocation> = {},
): number {
  const { in_regions, extra, ...columns } = fix(device_id, occurred_at, change);
  const json = { in_regions: in_regions && JSON.stringify(in_regions), extra: extra && JSON.stringify(extra) };
  return server.connection.run(query.insertInto('location').values({ ...columns, ...json })).lastInsertRowid;
}

export function addEvent(
  server: Pick<Server, 'connection'>,
  geofence_id: string,
  device_id: number,
  occurred_at: number,
  change: Partial<NewGeofenceEvent> = {},
): number {
  const row = event(geofence_id, device_id, occurred_at, change);
  return server.connection.run(query.insertInto('geofence_event').values(eventColumns(row))).lastInsertRowid;
}

/** Many at once, one second apart from `newest_at` back. */
export function addEvents(
  server: Pick<Server, 'connection'>,
  geofence_id: string,
  device_id: number,
  newest_at: number,
  count: number,
): void {
  server.connection.raw
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1)
       INSERT INTO geofence_event (geofence_id, device_id, event_type, latitude, longitude, accuracy, distance_from_center,
         confidence, occurred_at, decided_at, received_at, notification_status)
       SELECT ?, ?, iif(i % 2, 'exit', 'enter'), 52.52, 13.405, 10, 12.5, 0.97, ? - i * 1000, ? - i * 1000, ? - i * 1000 + 500, 'sent' FROM n`,
    )
    .run(count, geofence_id, device_id, newest_at, newest_at, newest_at);
}

/** Takes in what the owner's phone says, as ingest does; resolves when it is acknowledged. */
export function phoneOf({ connection, config }: Server): (message: object) => Promise<void> {
  const pictures = new FilePictures(config.mediaDir);
  const ingest = new Ingest(new SqliteIngestStore(connection), directoryOf(connection), () => NOW, { pictures });
  return (message) =>
    new Promise((done, fail) => {
      const heard = { topic: 'owntracks/otto/phone', payload: Buffer.from(JSON.stringify(message)), retained: false };
      ingest.accept({ ...heard, source: 'http' }, (error) => (error ? fail(error) : done()));
    });
}

/** A server whose owner has a phone and a zone. */
export async function apiWithHome(): Promise<{ api: TestApi; phone: number; home: string }> {
  const api = await testApi();
  const phone = await addDevice(api.server, api.owner);
  return { api, phone, home: await addZone(api.server, api.owner) };
}

export const CIRCLE = {
  name: 'Home',
  shape_type: 'circle',
  center_latitude: 52.52,
  center_longitude: 13.405,
  radius_meters: 100,
};

export async function addZone(server: Server, owner: Person, change: object = {}): Promise<string> {
  return (await server.services.zones.create(owner.user, { ...CIRCLE, ...change })).id;
}
