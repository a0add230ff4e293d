import type { DeviceActivity, RejectedMessage } from '@/lib/domain/model';
import { Ingest, type IngestOptions } from '@/lib/services/ingest';
import type { DeviceIdentity, IngestBatch, IngestStore } from '@/lib/storage/ports';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { testDatabase } from './database';
import { addDevice, directoryOf } from './ingest';

/** The frozen clock of `withIngest`. */
export const NOW = 1_754_215_200_000;
export const seconds = (time: number) => Math.floor(time / 1000);

/** Remembers the batches that reach the database. */
export class WatchedStore implements IngestStore {
  readonly batches: IngestBatch[] = [];
  failures = 0;
  constructor(private readonly store: IngestStore) {}
  commit(batch: IngestBatch) {
    if (this.failures > 0) {
      this.failures -= 1;
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    }
    this.batches.push(batch);
    return this.store.commit(batch);
  }
}

const ingests: Ingest[] = [];
afterEach(async () => {
  for (const ingest of ingests.splice(0)) await ingest.stop();
});

/** Ingest in front of a database of its own, with the device jane/phone; stopped after the test. */
export function withIngest(options: IngestOptions = {}) {
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  const store = new WatchedStore(new SqliteIngestStore(connection));
  const clock = { now: NOW };
  const directory = directoryOf(connection);
  const ingest = new Ingest(store, directory, () => clock.now, options);
  ingests.push(ingest);
  return { connection, device, store, clock, ingest, directory };
}

export interface Sent {
  topic?: string;
  retained?: boolean;
  device?: DeviceIdentity;
}

/** Resolves when the message is done, as an adapter would acknowledge it. */
export function send(
  ingest: Ingest,
  message: object | string | Uint8Array,
  { topic = 'owntracks/jane/phone', retained = false, device }: Sent = {},
) {
  const payload =
    message instanceof Uint8Array ? message : Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  return new Promise<void>((resolve, reject) => {
    ingest.accept({ topic, payload, retained, device, source: 'mqtt' }, (error) => (error ? reject(error) : resolve()));
  });
}

export const fix = (more: object = {}) => ({ _type: 'location', lat: 52.52, lon: 13.405, tst: seconds(NOW) - 60, ...more });

export const locations = (connection: Connection, device: Pick<DeviceIdentity, 'id'>) =>
  new SqliteLocationStore(connection).list({ device_id: device.id, limit: 1000 });
export const rejected = (connection: Connection) =>
  connection.all<RejectedMessage>(query.selectFrom('rejected_message').selectAll());
export const activityOf = (connection: Connection, { id }: Pick<DeviceIdentity, 'id'>) =>
  connection.get<DeviceActivity>(query.selectFrom('device_activity').selectAll().where('device_id', '=', id));
