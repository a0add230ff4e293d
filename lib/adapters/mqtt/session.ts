import { isAtOrBelow, isCommandTopic, spelledFor } from '@/lib/domain/owntracks/topic';
import type { DeviceIdentity } from '@/lib/storage/ports';

/** A phone uses a handful of topics; a sender that invents more is checked each time. */
const REMEMBERED_TOPICS = 16;

/** What a connection may do: publish and read at and below its device's base topic, and read what it is sent. */
export class Session {
  private readonly allowed = new Set<string>();
  /** The filters it subscribed to, as it spells them, with their QoS. */
  private readonly filters = new Map<string, number>();

  constructor(readonly device: DeviceIdentity) {}

  mayUse(topic: string): boolean {
    if (this.allowed.has(topic)) return true;
    if (!isAtOrBelow(topic, this.device.handle, this.device.device)) return false;
    if (this.allowed.size < REMEMBERED_TOPICS) this.allowed.add(topic);
    return true;
  }

  /** Commands are the server's: a phone must not command itself, or its owner's other connections, through us. */
  mayPublish(topic: string): boolean {
    return this.mayUse(topic) && !isCommandTopic(topic);
  }

  get subscriptions(): string[] {
    return [...this.filters.keys()];
  }

  subscribe(filter: string, qos: number): void {
    this.filters.set(filter, qos);
  }

  unsubscribe(filter: string): void {
    this.filters.delete(filter);
  }

  /** How a topic reaches this connection, or null when it reads no such topic. */
  reads(topic: string): { topic: string; qos: number } | null {
    let best: { topic: string; qos: number } | null = null;
    for (const [filter, qos] of this.filters) {
      const spelled = spelledFor(filter, topic);
      if (spelled !== null && (best === null || qos > best.qos)) best = { topic: spelled, qos };
    }
    return best;
  }

  /** Whether the log-in still stands: the device exists, under the same name, with the same password. */
  isValidFor(current: DeviceIdentity | null): boolean {
    return (
      current !== null &&
      current.secret_hash === this.device.secret_hash &&
      current.handle === this.device.handle &&
      current.device === this.device.device
    );
  }
}
