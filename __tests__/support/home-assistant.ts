import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { BrokerLink, type BrokerTarget } from '@/lib/adapters/mqtt/publish/broker-link';
import type { Geofence } from '@/lib/domain/model';
import { MqttPublisher } from '@/lib/services/mqtt-publish';
import type { ConnectLink } from '@/lib/services/mqtt-publish-link';
import { PublishRoutes } from '@/lib/services/mqtt-publish-settings';
import { Connection, query } from '@/lib/storage/sqlite/connection';
import { geofenceRow } from '@/lib/storage/sqlite/geofence-row';
import { SqlitePublishStore, SqliteRetainedStore } from '@/lib/storage/sqlite/publish-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { endsBeforeDatabases } from './database';
import { testSecrets } from './ingest';
import { until } from './product';
import { circle } from './zones';

export const NO_OWN_BROKER = { mqttUrl: null, mqttUsername: null, mqttPassword: null };
export const PUBLIC_URL = 'https://fencepost.example.org/';

const ending: (() => Promise<unknown>)[] = [];

/** A program that reads what is published, as Home Assistant does: what topics say now, and all that was said. */
export class HomeAssistant {
  readonly retained = new Map<string, string>();
  readonly heard: { topic: string; payload: string; retain: boolean; qos: number }[] = [];

  private constructor(private readonly client: MqttClient) {
    client.on('message', (topic, payload, { retain, qos }) => {
      const text = payload.toString();
      this.heard.push({ topic, payload: text, retain, qos });
      if (text === '') this.retained.delete(topic);
      else this.retained.set(topic, text);
    });
  }

  static async connect(url: string, filters = ['homeassistant/#', 'fencepost/#'], options: IClientOptions = {}) {
    const client = connect(url, { reconnectPeriod: 0, protocolVersion: 4, ...options });
    ending.push(() => client.endAsync(true));
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
    });
    client.on('error', () => {});
    const home = new HomeAssistant(client);
    await client.subscribeAsync(filters, { qos: 1 });
    return home;
  }

  /** What it says when it has started. */
  async isBorn(): Promise<void> {
    await this.client.publishAsync('homeassistant/status', 'online', { qos: 1 });
  }

  publish(topic: string, payload: string): Promise<unknown> {
    return this.client.publishAsync(topic, payload, { qos: 1 });
  }

  says(topic: string, payload: string | undefined): Promise<unknown> {
    return until(`${topic} = ${payload}`, async () => this.retained.get(topic) === payload);
  }

  /** The discovery messages, by what they are and the last part of their topic. */
  configs(component: string): Record<string, unknown>[] {
    return [...this.retained]
      .filter(([topic]) => topic.startsWith(`homeassistant/${component}/`))
      .map(([, json]) => JSON.parse(json));
  }

  async leave(): Promise<void> {
    await this.client.endAsync(true);
  }
}

export interface PublishSetting {
  is_enabled: boolean;
  base: string;
  discovery_prefix: string;
  people: number[] | null;
  broker: { url: string; username: string; password: string | null } | null;
}

export async function setPublishing(connection: Connection, change: Partial<PublishSetting> = {}): Promise<void> {
  const usual = { is_enabled: true, base: 'fencepost', discovery_prefix: 'homeassistant', people: null, broker: null };
  await new SqliteSettingStore(connection).set('mqtt_publish', { ...usual, ...change, updated_at: 0 });
}

export const brokerAt = (url: string) => ({ url, username: '', password: null });

const connectToBroker: ConnectLink = (target, names, will, listener) =>
  new BrokerLink(target as BrokerTarget, names, will, listener);

/** A publisher on a database, as the worker has it; ended after the test. */
export function startPublisher(connection: Connection, connectLink: ConnectLink = connectToBroker) {
  const errors: string[] = [];
  const watcher = new Connection(connection.raw.name);
  const publisher = new MqttPublisher(
    {
      routes: new PublishRoutes(new SqliteSettingStore(connection), testSecrets, NO_OWN_BROKER),
      store: new SqlitePublishStore(watcher),
      retained: new SqliteRetainedStore(connection),
      connect: connectLink,
      publicUrl: PUBLIC_URL,
      clock: Date.now,
    },
    { pollMs: 10, onError: (error) => errors.push((error as Error).message) },
  );
  publisher.start();
  let isOver = false;
  const stop = async () => {
    if (isOver) return;
    isOver = true;
    await publisher.stop();
    watcher.close();
  };
  ending.push(stop);
  return { publisher, errors, stop };
}

/** An active circle of a person; `fields` override. @returns its id */
export function addZone(connection: Connection, owner_id: number, id: string, fields: Partial<Geofence> = {}): string {
  const zone = circle(48.137, 11.575, 100, { id, owner_id, ...fields });
  connection.run(query.insertInto('geofence').values(geofenceRow(zone)));
  return id;
}

/** What the engine says of a device and a zone. */
export function setStatus(
  connection: Connection,
  device_id: number,
  geofence_id: string,
  is_inside: boolean,
  since = 1_000,
): void {
  const values = {
    device_id,
    geofence_id,
    is_inside: is_inside ? 1 : 0,
    since,
    geofence_version: 1,
    state: '{}',
    updated_at: 0,
  } as const;
  connection.run(
    query
      .insertInto('geofence_status')
      .values({ ...values, last_enter_time: null, last_exit_time: null, last_location_id: null, fire_at: null })
      .onConflict((conflict) => conflict.doUpdateSet({ is_inside: values.is_inside, since })),
  );
}

export function addFix(connection: Connection, device_id: number, occurred_at: number, fields: object = {}): void {
  const row = { device_id, latitude: 48.137, longitude: 11.575, accuracy: 12, occurred_at, received_at: occurred_at, ...fields };
  const columns = Object.keys(row);
  connection.raw
    .prepare(`INSERT INTO location (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    .run(...Object.values(row));
}

endsBeforeDatabases(async () => {
  for (const end of ending.splice(0)) await end();
});
