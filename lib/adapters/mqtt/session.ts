import { isAtOrBelow } from '@/lib/domain/owntracks/topic';
import type { DeviceIdentity } from '@/lib/storage/ports';

/** A phone uses a handful of topics; a sender that invents more is checked each time. */
const REMEMBERED_TOPICS = 16;

/** What a connection may do: publish and read at and below its device's base topic, nothing else. */
export class Session {
  private readonly allowed = new Set<string>();

  constructor(readonly device: DeviceIdentity) {}

  mayUse(topic: string): boolean {
    if (this.allowed.has(topic)) return true;
    if (!isAtOrBelow(topic, this.device.handle, this.device.device)) return false;
    if (this.allowed.size < REMEMBERED_TOPICS) this.allowed.add(topic);
    return true;
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
