import type { PublishedDevice, PublishedZone } from '@/lib/domain/notify/home-assistant-snapshot';

/** What is published over MQTT, as it is now. Each question is one step, so that a large installation can be read in pieces. */
export interface PublishStore {
  /** Another number whenever somebody else has committed; costs microseconds. */
  version(): number;
  /** Another number after each change of a zone. */
  zonesRevision(): number;
  /** All that are active, in the order of their names. */
  zones(): Promise<PublishedZone[]>;
  /** Devices with a larger id, in the order of their ids. */
  devicesAfter(id: number, limit: number): Promise<PublishedDevice[]>;
}

/** What each broker was given to retain: it must be taken back even if this process dies before. */
export interface RetainedStore {
  topics(broker: string): Promise<string[]>;
  /** Durable when it returns. */
  add(broker: string, topics: readonly string[]): Promise<void>;
  remove(broker: string, topics: readonly string[]): Promise<void>;
}
