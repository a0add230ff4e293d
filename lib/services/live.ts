import type { Location, User } from '@/lib/domain/model';
import type { DevicePresence, EventRow, EventStore, LiveStore, LocationStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import { ChangeWatch } from './change-watch';
import type { Clock } from './clock';
import type { InboxService } from './inbox';
import { Heartbeat } from './live-heartbeat';
import { type InboxNews, InboxReader } from './live-inbox';
import { PresenceReader } from './live-presence';
import { LiveScope } from './live-scope';
import type { ShareDirectory } from './share-directory';

/** How far a client has come: all locations, events and changes of events up to these ids were sent to it. */
export interface LiveCursor {
  location_id: number;
  event_id: number;
  change_id: number;
}

export type LiveMessage = { cursor: LiveCursor } & (
  | { type: 'location'; location: Location }
  | { type: 'geofence_event'; event: EventRow }
  | { type: 'device'; device: DevicePresence }
  /** Other devices are shared with the client than before. */
  | { type: 'devices' }
  /** Of the client's own notification centre. */
  | ({ type: 'notification' } & InboxNews)
  | { type: 'heartbeat' }
);

export interface LiveSources {
  changes: LiveStore;
  locations: LocationStore;
  events: EventStore;
  shares: ShareDirectory;
  inbox: Pick<InboxService, 'list' | 'unread'>;
  clock: Clock;
}

export interface LiveOptions {
  /** How often the database is asked whether somebody wrote, in milliseconds. */
  pollMs?: number;
  heartbeatMs?: number;
}

export interface LiveClient {
  /** Where an earlier connection ended; null: from now on. */
  resumeAt: ResumePoint | null;
  /** Ends the stream. */
  signal: AbortSignal;
  /** Asked at each heartbeat; when it answers false the stream ends. */
  isStillAllowed: () => Promise<boolean>;
  /** Nothing but what is new in the client's own notification centre. */
  isInboxOnly?: boolean;
}

/** Ids looked at in one step; bounds what one step can hold in memory. */
const STEP = 1_000;

/** A cursor as a client brings it; those of earlier versions say nothing of changes. */
export type ResumePoint = Omit<LiveCursor, 'change_id'> & Partial<Pick<LiveCursor, 'change_id'>>;

/** The `id` of a message as the browser sends it back in Last-Event-ID. */
export const writeLiveCursor = ({ location_id, event_id, change_id }: LiveCursor): string =>
  `${location_id}.${event_id}.${change_id}`;

/** @returns null for anything that is not an id of ours */
export function readLiveCursor(text: string | null): ResumePoint | null {
  const match = /^(\d{1,15})\.(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text ?? '');
  if (!match) return null;
  const [, location_id, event_id, change_id] = match;
  return {
    location_id: Number(location_id),
    event_id: Number(event_id),
    change_id: change_id === undefined ? undefined : Number(change_id),
  };
}

/**
 * New fixes, events and signs of life, as they are stored. The database is the buffer: each client has a cursor and
 * reads on when it has taken what it got, so a slow one costs no memory and a returning one misses nothing. One timer
 * for all clients asks for changes; without clients there is none.
 */
export class LiveService {
  private readonly watch: ChangeWatch;
  private readonly heartbeatMs: number;

  constructor(
    private readonly stores: LiveSources,
    private readonly audit: AuditService,
    options: LiveOptions = {},
  ) {
    this.watch = new ChangeWatch(stores.changes, options.pollMs);
    this.heartbeatMs = options.heartbeatMs ?? 15_000;
  }

  /** Clients connected now. */
  get connected(): number {
    return this.watch.watchers;
  }

  /** Ends all streams, for good. */
  stop(): void {
    this.watch.stop();
  }

  /**
   * What the actor may see from now, or from where an earlier connection ended, in steps, until the client leaves or may
   * no longer see it. "Now" is the moment of this call, whenever the first step is taken.
   */
  async open(actor: User, client: LiveClient): Promise<{ start: LiveCursor; steps: AsyncGenerator<LiveMessage[], void, void> }> {
    const start = await this.startOf(client.resumeAt);
    const inbox = new InboxReader(this.stores.inbox, actor);
    if (client.isInboxOnly) return { start, steps: this.joined(client, this.followInbox(inbox, client, start)) };
    const scope = new LiveScope(actor, this.stores.shares, this.stores.clock);
    if (actor.role === 'admin') await this.audit.noteRead(actor, 'live', '*', await this.stores.changes.owners());
    return { start, steps: this.joined(client, this.follow(scope, inbox, client, start)) };
  }

  private async *joined(client: LiveClient, steps: AsyncGenerator<LiveMessage[], void, void>) {
    const leave = this.watch.join(client.signal);
    try {
      yield* steps;
    } finally {
      leave();
    }
  }

  private async *followInbox(
    inbox: InboxReader,
    client: LiveClient,
    cursor: LiveCursor,
  ): AsyncGenerator<LiveMessage[], void, void> {
    const beat = new Heartbeat(this.heartbeatMs);
    while (!client.signal.aborted && !this.watch.stopped) {
      if (!(yield* this.alive(beat, client, cursor))) return;
      const version = this.watch.version;
      yield* this.inboxNews(inbox, version, cursor);
      await this.watch.change(version, client.signal, Math.min(beat.inMs, inbox.dueInMs(version)));
    }
  }

  /** Says when it is time that the connection stands. @returns whether its client still may listen */
  private async *alive(beat: Heartbeat, client: LiveClient, cursor: LiveCursor): AsyncGenerator<LiveMessage[], boolean, void> {
    if (!beat.isDue) return true;
    if (!(await client.isStillAllowed())) return false;
    beat.restart();
    yield [{ type: 'heartbeat', cursor }];
    return true;
  }

  private async *inboxNews(inbox: InboxReader, version: number, cursor: LiveCursor): AsyncGenerator<LiveMessage[], void, void> {
    if (inbox.dueInMs(version) > 0) return;
    const news = await inbox.news(version);
    if (news.length > 0) yield news.map((one) => ({ type: 'notification', ...one, cursor }));
  }

  private async *follow(
    scope: LiveScope,
    inbox: InboxReader,
    client: LiveClient,
    start: LiveCursor,
  ): AsyncGenerator<LiveMessage[], void, void> {
    const presence = new PresenceReader(this.stores.changes, scope);
    const devices = await presence.changed(this.watch.version);
    if (devices.length > 0) yield devices.map((device) => ({ type: 'device', device, cursor: start }));

    let cursor = start;
    const beat = new Heartbeat(this.heartbeatMs);
    while (!client.signal.aborted && !this.watch.stopped) {
      if (!(yield* this.alive(beat, client, cursor))) return;
      const version = this.watch.version;
      if (scope.look()) yield [{ type: 'devices', cursor }];
      const step = await this.step(cursor, scope);
      cursor = step.cursor;
      if (step.messages.length > 0) yield step.messages;
      if (presence.dueInMs(version) === 0) {
        const changed = await presence.changed(version);
        if (changed.length > 0) yield changed.map((device) => ({ type: 'device', device, cursor }));
      }
      yield* this.inboxNews(inbox, version, cursor);
      const due = Math.min(beat.inMs, presence.dueInMs(version), inbox.dueInMs(version), scope.endsInMs());
      if (step.isLast) await this.watch.change(version, client.signal, due);
      else await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private async newest(): Promise<LiveCursor> {
    const { locations, events } = this.stores;
    return {
      location_id: await locations.newestId(),
      event_id: await events.newestId(),
      change_id: await events.newestChangeId(),
    };
  }

  /** What lies beyond the newest (a restored backup, a removed device) starts from now. */
  private async startOf(resumeAt: ResumePoint | null): Promise<LiveCursor> {
    const newest = await this.newest();
    if (!resumeAt) return newest;
    return {
      location_id: Math.min(resumeAt.location_id, newest.location_id),
      event_id: Math.min(resumeAt.event_id, newest.event_id),
      change_id: Math.min(resumeAt.change_id ?? newest.change_id, newest.change_id),
    };
  }

  /** The next rows of the three tables, found among a bounded number of ids; each carries the cursor behind it. */
  private async step(from: LiveCursor, scope: LiveScope) {
    const { locations, events } = this.stores;
    const { owner } = scope;
    const newest = await this.newest();
    // Never back, even where the newest rows were removed: what follows them has higher ids all the same.
    const to = {
      location_id: Math.max(from.location_id, Math.min(newest.location_id, from.location_id + STEP)),
      event_id: Math.max(from.event_id, Math.min(newest.event_id, from.event_id + STEP)),
      change_id: Math.max(from.change_id, Math.min(newest.change_id, from.change_id + STEP)),
    };
    const messages: LiveMessage[] = [];
    if (to.location_id > from.location_id) {
      const stored = await locations.between(from.location_id, to.location_id, owner, scope.sharedIds);
      for (const location of await scope.seen(stored, locations)) {
        messages.push({ type: 'location', location, cursor: { ...from, location_id: location.id } });
      }
    }
    if (to.event_id > from.event_id) {
      for (const event of await events.between(from.event_id, to.event_id, owner)) {
        messages.push({ type: 'geofence_event', event, cursor: { ...to, event_id: event.id, change_id: from.change_id } });
      }
    }
    if (to.change_id > from.change_id) {
      for (const { change_id, event } of await events.changedBetween(from.change_id, to.change_id, owner)) {
        // An event that is yet to be sent for the first time is sent as it is then.
        if (event.id <= to.event_id) messages.push({ type: 'geofence_event', event, cursor: { ...to, change_id } });
      }
    }
    const isLast = to.location_id >= newest.location_id && to.event_id >= newest.event_id && to.change_id >= newest.change_id;
    return { messages, cursor: to, isLast };
  }
}
