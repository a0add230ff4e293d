import type { DevicePresence, LiveStore } from '@/lib/storage/ports';
import type { LiveScope } from './live-scope';

const EVERY_MS = 1_000;
/** A sign of life is stored a little after its time; so much later it is there for sure. */
const SLACK_MS = 5_000;

/** What changed in the presence of one client's devices, asked at most once a second and only after a commit. */
export class PresenceReader {
  private readonly sent = new Map<number, string>();
  private newestAt = 0;
  private version: number | null = null;
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly store: LiveStore,
    private readonly scope: Pick<LiveScope, 'owner' | 'sharedIds'>,
  ) {}

  /** How long until `changed` is worth asking, in milliseconds; Infinity while nobody has written. */
  dueInMs(version: number): number {
    return version === this.version ? Number.POSITIVE_INFINITY : Math.max(0, this.readAt + EVERY_MS - performance.now());
  }

  /** Devices whose presence differs from what was answered before; all of them at first. */
  async changed(version: number): Promise<DevicePresence[]> {
    this.version = version;
    this.readAt = performance.now();
    const { owner, sharedIds } = this.scope;
    const devices = await this.store.presence(Math.max(0, this.newestAt - SLACK_MS), owner, sharedIds);
    return devices.filter((device) => this.isNews(device));
  }

  private isNews(device: DevicePresence): boolean {
    this.newestAt = Math.max(this.newestAt, device.last_seen_at ?? 0);
    const text = JSON.stringify(device);
    if (this.sent.get(device.device_id) === text) return false;
    this.sent.set(device.device_id, text);
    return true;
  }
}
