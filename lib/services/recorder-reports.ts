import type { Payload } from '@/lib/domain/owntracks/payload';
import { beaconPayload, waypointPayload } from '@/lib/domain/owntracks/recorder-news';
import type { RecorderStore } from '@/lib/storage/ports';
import type { Clock } from './clock';

const EVERY_MS = 1_000;
/** What was received is stored a little later; so much later it is there for sure. */
const SLACK_MS = 5_000;
/** A phone may tell of a beacon that it saw a while ago, but not much longer: it says so each second. */
const BEACON_SLACK_MS = 10 * 60_000;

/** A message of a device, by the device's id. */
export type DeviceNews = [device_id: number, payload: Payload];

/**
 * Waypoints and beacons of a person's devices as they come. They are kept where the newest replaces the one before, so they
 * are compared with what was there; asked at most once a second and only after a commit.
 */
export class RecorderReports {
  private known = new Map<string, string>();
  private version: number | null = null;
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly store: Pick<RecorderStore, 'waypointsSince' | 'beaconsSince'>,
    private readonly user_id: number,
    private readonly clock: Clock,
  ) {}

  /** How long until `news` is worth asking, in milliseconds; Infinity while nobody has written. */
  dueInMs(version: number): number {
    return version === this.version ? Number.POSITIVE_INFINITY : Math.max(0, this.readAt + EVERY_MS - performance.now());
  }

  /** What came since the last time; the first answer holds what there was already. */
  async news(version: number): Promise<DeviceNews[]> {
    this.version = version;
    this.readAt = performance.now();
    const now = this.clock();
    const seen = new Map<string, string>();
    const news: DeviceNews[] = [];
    const compare = (key: string, state: string, device_id: number, payload: Payload) => {
      seen.set(key, state);
      if (this.known.get(key) !== state) news.push([device_id, payload]);
    };
    for (const report of await this.store.waypointsSince(now - SLACK_MS, this.user_id)) {
      const { device_id, key, received_at } = report;
      compare(`waypoint ${device_id} ${key}`, String(received_at), device_id, waypointPayload(report));
    }
    for (const sighting of await this.store.beaconsSince(now - BEACON_SLACK_MS, this.user_id)) {
      const { id, device_id, last_at, count } = sighting;
      compare(`beacon ${id}`, `${last_at} ${count}`, device_id, beaconPayload(sighting));
    }
    this.known = seen;
    return news;
  }
}
