import { geohash } from '@/lib/domain/geo/geohash';
import type { User } from '@/lib/domain/model';
import { type Payload, payloadOf } from '@/lib/domain/owntracks/payload';
import { transitionPayload } from '@/lib/domain/owntracks/recorder-news';
import type { LocationStore, RecorderStore } from '@/lib/storage/ports';
import type { ChangeWatch } from './change-watch';
import type { Clock } from './clock';
import { LiveScope } from './live-scope';
import type { RecorderService } from './recorder';
import { type DeviceNews, RecorderReports } from './recorder-reports';
import type { ShareDirectory } from './share-directory';

const HEARTBEAT_MS = 15_000;
/** Ids looked at in one step; bounds what one step can hold in memory. */
const STEP = 500;
/** A device's name may change meanwhile. */
const MARKS_MS = 30_000;

export interface FeedClient {
  /** Ends the feed. */
  signal: AbortSignal;
  /** Asked at each heartbeat; when it answers false the feed ends. */
  isStillAllowed: () => Promise<boolean>;
}

export interface FeedDependencies {
  watch: ChangeWatch;
  store: RecorderStore;
  locations: Pick<LocationStore, 'between' | 'newestId' | 'newestOf'>;
  shares: ShareDirectory;
  recorder: Pick<RecorderService, 'marks'>;
  clock: Clock;
}

interface Place {
  location_id: number;
  transition_id: number;
}

/** How the messages of each device are marked, read again now and then and where a device is not known. */
class Marks {
  private marks = new Map<number, Payload>();
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly read: () => Promise<Map<number, Payload>>) {}

  async of(device_ids: Iterable<number>): Promise<Map<number, Payload>> {
    const isOld = performance.now() - this.readAt > MARKS_MS;
    if (isOld || [...device_ids].some((id) => !this.marks.has(id))) {
      this.marks = await this.read();
      this.readAt = performance.now();
    }
    return this.marks;
  }
}

/** As a frame: the message with what tells whose it is and where it was. A device that is not seen any more makes none. */
function framed([device_id, payload]: DeviceNews, marks: Map<number, Payload>): Payload[] {
  const mark = marks.get(device_id);
  if (!mark) return [];
  const { lat, lon } = payload;
  const place = typeof lat === 'number' && typeof lon === 'number' ? { ghash: geohash(lat, lon) } : {};
  return [{ ...payload, ...mark, ...place }];
}

/**
 * What phones say, as it is stored, in the form of the Recorder's live frames: fixes of own and shared devices; of own ones
 * also transitions, waypoints and beacons. As with the live stream of the map the database is the buffer: whoever reads
 * slowly costs no memory.
 */
export class RecorderFeed {
  constructor(
    private readonly on: FeedDependencies,
    private readonly heartbeatMs = HEARTBEAT_MS,
  ) {}

  get isStopped(): boolean {
    return this.on.watch.stopped;
  }

  /** Ends all feeds, for good. */
  stop(): void {
    this.on.watch.stop();
  }

  /** Frames from the moment of this call on, in steps; an empty step is a heartbeat. */
  async open(actor: User, client: FeedClient): Promise<AsyncGenerator<Payload[], void, void>> {
    return this.joined(actor, client, await this.newest());
  }

  private async *joined(actor: User, client: FeedClient, start: Place): AsyncGenerator<Payload[], void, void> {
    const leave = this.on.watch.join(client.signal);
    try {
      yield* this.follow(actor, client, start);
    } finally {
      leave();
    }
  }

  private async *follow(actor: User, client: FeedClient, start: Place): AsyncGenerator<Payload[], void, void> {
    const { watch, shares, clock, store, recorder } = this.on;
    // An admin, too, follows only what is the admin's own or shared with the admin.
    const scope = new LiveScope({ id: actor.id, role: 'user' }, shares, clock);
    const marks = new Marks(() => recorder.marks(actor));
    const reports = new RecorderReports(store, actor.id, clock);
    await reports.news(watch.version);
    let place = start;
    let beatAt = performance.now() + this.heartbeatMs;
    while (!client.signal.aborted && !watch.stopped) {
      if (performance.now() >= beatAt) {
        if (!(await client.isStillAllowed())) return;
        beatAt = performance.now() + this.heartbeatMs;
        yield [];
      }
      const version = watch.version;
      scope.look();
      const step = await this.step(place, actor.id, scope);
      place = step.place;
      if (reports.dueInMs(version) === 0) step.news.push(...(await reports.news(version)));
      const known = await marks.of(step.news.map(([device_id]) => device_id));
      const frames = step.news.flatMap((news) => framed(news, known));
      if (frames.length > 0) yield frames;
      if (step.isLast) {
        await watch.change(version, client.signal, Math.min(beatAt - performance.now(), reports.dueInMs(version)));
      } else {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  private async newest(): Promise<Place> {
    const { locations, store } = this.on;
    return { location_id: await locations.newestId(), transition_id: await store.newestTransitionId() };
  }

  /** The next fixes and transitions, found among a bounded number of ids. */
  private async step(from: Place, user_id: number, scope: LiveScope) {
    const { locations, store } = this.on;
    const newest = await this.newest();
    // Never back, even where the newest rows were removed: what follows them has higher ids all the same.
    const to = {
      location_id: Math.max(from.location_id, Math.min(newest.location_id, from.location_id + STEP)),
      transition_id: Math.max(from.transition_id, Math.min(newest.transition_id, from.transition_id + STEP)),
    };
    const news: DeviceNews[] = [];
    if (to.location_id > from.location_id) {
      const stored = await locations.between(from.location_id, to.location_id, user_id, scope.sharedIds);
      for (const location of await scope.seen(stored, locations)) news.push([location.device_id, payloadOf(location)]);
    }
    if (to.transition_id > from.transition_id) {
      const stored = await store.transitionsBetween(from.transition_id, to.transition_id, user_id);
      for (const transition of stored) news.push([transition.device_id, transitionPayload(transition)]);
    }
    const isLast = to.location_id >= newest.location_id && to.transition_id >= newest.transition_id;
    return { place: to, news, isLast };
  }
}
