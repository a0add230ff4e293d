import type { NewLocation } from '@/lib/domain/model';
import type { OwnTracksMessage } from '@/lib/domain/owntracks/message';
import { parseMessage } from '@/lib/domain/owntracks/parse';
import { baseTopic } from '@/lib/domain/owntracks/topic';
import { unseal } from '@/lib/domain/owntracks/unseal';
import type { ActivityPatch, DeviceIdentity, IngestResult, IngestStore, PictureFiles } from '@/lib/storage/ports';
import type { Clock } from './clock';
import type { DeviceDirectory } from './device-directory';
import { type Done, PendingActivity, PendingBatch } from './ingest-batch';
import { MessageFiling } from './message-filing';
import { hasPicture, PictureIntake, type WithPicture } from './picture-intake';

/** One message as it came in. */
export interface IncomingMessage {
  topic: string;
  payload: Uint8Array;
  /** A broker's replay of a stored message, which says nothing about the phone now. Not the phone's wish to have it retained. */
  retained: boolean;
  /** The device that logged in with its own credentials; it wins over the topic. */
  device?: DeviceIdentity;
  source: 'mqtt' | 'http';
}

/** When a transaction is made of what has come; times in milliseconds. The choice is explained in docs/adr/0004-group-commit.md. */
export interface IngestOptions {
  /** When so many messages have come together. */
  maxBatch?: number;
  /** Or when the first of them has waited so long; longer only under load, see `tick`. */
  maxDelayMs?: number;
  /** Or when for so long no other has come. */
  quietMs?: number;
  /** Where pictures are kept; without it they are left out. */
  pictures?: Pick<PictureFiles, 'keep'>;
  /** After each commit that gives the engine something to do, with the number of new locations. */
  onCommit?: (locations: number) => void;
  /** A transaction failed; its messages were not acknowledged. */
  onError?: (error: Error) => void;
}

const MAX_BATCH = 1024;
const MAX_DELAY_MS = 4;
const QUIET_MS = 1;
/** While the database can't be written so many messages may wait for it; the others are refused at once. */
const MAX_WAITING = 4096;
/** With so many messages waiting after `maxDelayMs` the server is under load. */
const UNDER_LOAD = 64;
const LONGEST_DELAY_MS = 50;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const REFRESH_MS = 250;

/** A message of a known device, and whether it came encrypted. */
export interface Arrival {
  message: IncomingMessage;
  device: DeviceIdentity;
  /** Epoch milliseconds. */
  receivedAt: number;
  parsed: OwnTracksMessage;
  wasSealed: boolean;
}

/** What a device's message says, opened where it is encrypted. */
function understand(message: IncomingMessage, device: DeviceIdentity, receivedAt: number): Arrival {
  const first = parseMessage(message.payload, device.id, receivedAt);
  const wasSealed = first.kind === 'encrypted';
  const parsed = wasSealed ? unseal(first, device.encryption_key, device.id, receivedAt) : first;
  return { message, device, receivedAt, parsed, wasSealed };
}

/** The device's key and the message do not go together. */
const isAtOdds = ({ parsed, device, wasSealed }: Arrival) =>
  parsed.kind === 'undecryptable' || (device.encryption_key !== null && !wasSealed);

/**
 * Takes messages in and stores them, many in one transaction, because the disk's flush costs more than hundreds of rows.
 * What can't be understood is kept as rejected. A message is done when the transaction that holds it is on the disk.
 */
export class Ingest {
  private batch = new PendingBatch();
  private readonly activity = new PendingActivity();
  private readonly filing = new MessageFiling(
    () => this.batch,
    this.activity,
    (name) => this.count(name),
  );
  private readonly counts: Record<string, number> = { messages: 0, stored: 0, duplicates: 0, rejected: 0, commits: 0, failed: 0 };
  private readonly maxBatch: number;
  private readonly maxDelayMs: number;
  private readonly quietMs: number;
  /** When the first message of the batch came, and how many there were at the last look. */
  private begunAt = 0;
  private lookedAt = 0;
  private lastCommitMs = 0;
  private timer: NodeJS.Timeout | null = null;
  private activityTimer: NodeJS.Timeout | null = null;
  private sightingsTimer: NodeJS.Timeout | null = null;
  /** Runs after a transaction failed: the next one is tried when it ends. */
  private pause: NodeJS.Timeout | null = null;
  private pauseMs = 0;
  private refreshedAt = 0;
  private readonly pictures: PictureIntake | null;
  private stopped = false;

  constructor(
    private readonly store: IngestStore,
    private readonly directory: DeviceDirectory,
    private readonly clock: Clock,
    private readonly options: IngestOptions = {},
  ) {
    this.maxBatch = options.maxBatch ?? MAX_BATCH;
    this.maxDelayMs = options.maxDelayMs ?? MAX_DELAY_MS;
    this.quietMs = options.quietMs ?? QUIET_MS;
    this.pictures = options.pictures ? new PictureIntake(options.pictures) : null;
  }

  /**
   * Calls `done` once the message is durably stored; junk, too, is done once it is kept as rejected. `done` gets an error when
   * the database can't take it now: the sender must not be told that it arrived.
   */
  accept(message: IncomingMessage, done: Done): void {
    if (this.refuses(done)) return;
    const receivedAt = this.clock();
    this.count('messages');
    let arrival = this.arrivalOf(message, receivedAt);
    // Perhaps the key was changed a moment ago.
    if (arrival && isAtOdds(arrival) && this.directory.refreshIfChanged()) arrival = this.arrivalOf(message, receivedAt);
    if (arrival) {
      if (this.pictures && hasPicture(arrival.parsed)) {
        this.keepPicture(this.pictures, arrival.parsed, arrival, done);
        return;
      }
      this.filing.take(arrival);
    } else this.filing.takeUnfiled(message, receivedAt);
    this.batch.done.push(done);
    this.schedule();
  }

  /** The message waits for its picture, no other does. */
  private async keepPicture(pictures: PictureIntake, parsed: WithPicture, arrival: Arrival, done: Done): Promise<void> {
    try {
      const change = await pictures.keep(parsed, arrival.device, arrival.receivedAt);
      if (this.refuses(done)) return;
      this.filing.take(arrival);
      this.batch.media.push(change);
    } catch (cause) {
      this.refusePicture(cause as Error, done);
      return;
    }
    this.count('pictures');
    this.batch.done.push(done);
    this.schedule();
  }

  private refusePicture(cause: Error, done: Done): void {
    this.count('failed');
    const error = new Error(`a picture could not be stored: ${cause.message}`, { cause });
    this.options.onError?.(error);
    this.tell([done], error);
  }

  /** Notes what a connection showed of a device, such as a log-in; written with a later transaction. */
  note(patch: ActivityPatch, done?: Done): void {
    if (this.refuses(done)) return;
    this.activity.add({ ...patch });
    if (done) this.batch.done.push(done);
    this.schedule();
  }

  /** Stores at once what has come so far. */
  flush(): void {
    this.commit(this.activity.isDue(this.clock()));
  }

  /** Stores what still waits; whatever comes later is refused. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    this.batch.sightings.push(...this.filing.sightings.all());
    this.commit(!this.activity.isEmpty);
    // A refusal by the database is noted in the batch after the one it happened in.
    this.commit(false);
    this.unschedule();
  }

  /** How many messages came since the start, by type and by what became of them. */
  counters(): Record<string, number> {
    return { ...this.counts };
  }

  private refuses(done?: Done): boolean {
    const overfull = this.pause !== null && this.batch.done.length >= MAX_WAITING;
    if (!this.stopped && !overfull) return false;
    done?.(new Error(this.stopped ? 'the server is stopping' : 'the database can not be written'));
    return true;
  }

  private arrivalOf(message: IncomingMessage, receivedAt: number): Arrival | null {
    const device = this.deviceOf(message, receivedAt);
    return device && understand(message, device, receivedAt);
  }

  /** A connection's device as it was at the log-in may have another key by now. */
  private deviceOf({ device, topic }: IncomingMessage, now: number): DeviceIdentity | null {
    return device ? (this.directory.ofId(device.id) ?? device) : this.deviceOfTopic(topic, now);
  }

  private deviceOfTopic(topic: string, now: number): DeviceIdentity | null {
    if (Math.abs(now - this.refreshedAt) >= REFRESH_MS) {
      this.refreshedAt = now;
      this.directory.refreshIfChanged();
    }
    const device = this.directory.ofTopic(topic);
    // Perhaps it was added a moment ago.
    return device ?? (this.directory.refreshIfChanged() ? this.directory.ofTopic(topic) : null);
  }

  private schedule(): void {
    if (this.pause) return;
    const waiting = this.batch.done.length;
    if (waiting >= this.maxBatch) this.flush();
    else if (!this.timer) {
      this.begunAt = performance.now();
      this.lookedAt = waiting;
      this.timer = setTimeout(() => this.tick(), this.quietMs);
    }
  }

  /**
   * Commits when nothing more came or the first message has waited long enough. Under load it waits up to twice as long as the last
   * transaction took: then at most a third of the time goes into transactions, however slow the disk is.
   */
  private tick(): void {
    const waiting = this.batch.done.length;
    const underLoad = waiting >= UNDER_LOAD ? Math.min(2 * this.lastCommitMs, LONGEST_DELAY_MS) : 0;
    const isOver = performance.now() - this.begunAt >= Math.max(this.maxDelayMs, underLoad);
    if (isOver || waiting === this.lookedAt) {
      this.flush();
      return;
    }
    this.lookedAt = waiting;
    this.timer = setTimeout(() => this.tick(), this.quietMs);
  }

  private unschedule(): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.activityTimer) clearTimeout(this.activityTimer);
    if (this.sightingsTimer) clearTimeout(this.sightingsTimer);
    if (this.pause) clearTimeout(this.pause);
    this.timer = null;
    this.activityTimer = null;
    this.sightingsTimer = null;
    this.pause = null;
  }

  private commit(withActivity: boolean): void {
    this.unschedule();
    const batch = this.batch;
    batch.sightings.push(...this.filing.sightings.due(this.clock()));
    if (!batch.isEmpty || withActivity) {
      this.batch = new PendingBatch();
      this.write(batch, withActivity);
    }
    if (!this.batch.isEmpty) this.schedule();
    else if (!this.activity.isEmpty && !this.pause)
      this.activityTimer ??= setTimeout(() => this.flush(), this.activity.intervalMs);
    if (this.filing.sightings.isWaiting && !this.pause)
      this.sightingsTimer ??= setTimeout(() => this.flush(), this.filing.sightings.intervalMs);
  }

  private write(batch: PendingBatch, withActivity: boolean): void {
    const { locations, transitions, reports, rejected, steps, sightings, media } = batch;
    const begunAt = performance.now();
    let result: IngestResult;
    try {
      const activity = withActivity ? this.activity.all() : [];
      result = this.store.commit({ locations, transitions, reports, rejected, activity, steps, sightings, media });
    } catch (error) {
      this.fail(batch.done, error as Error);
      return;
    }
    this.lastCommitMs = performance.now() - begunAt;
    this.pauseMs = 0;
    if (withActivity) this.activity.written(this.clock());
    const added = this.settle(batch, result);
    this.tell(batch.done);
    if (added > 0 || transitions.length > 0) this.options.onCommit?.(added);
  }

  /** Counts what became of the batch. @returns the number of new locations */
  private settle(batch: PendingBatch, result: IngestResult): number {
    for (const { location_index, reason } of result.refused) this.noteRefused(batch.locations[location_index], reason);
    let added = 0;
    for (const id of result.location_ids) if (id !== null) added += 1;
    this.count('commits');
    this.count('stored', added);
    this.count('duplicates', result.location_ids.length - added - result.refused.length);
    return added;
  }

  private noteRefused(location: NewLocation | undefined, reason: string): void {
    if (!location) return;
    const device = this.directory.ofId(location.device_id);
    const topic = device ? baseTopic(device.handle, device.device) : '';
    this.count('rejected');
    this.batch.rejected.push({
      received_at: location.received_at,
      topic,
      device_id: location.device_id,
      reason: `the database refuses the fix: ${reason}`,
      excerpt: null,
    });
  }

  private fail(waiting: readonly Done[], cause: Error): void {
    this.count('failed', waiting.length);
    // What was said of beacons is lost with the transaction, so it is written again with the next word of them.
    this.filing.sightings.all();
    this.pauseMs = Math.min(Math.max(this.pauseMs * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
    if (!this.stopped) {
      this.pause = setTimeout(() => {
        this.pause = null;
        this.flush();
      }, this.pauseMs);
    }
    const error = new Error(`the messages could not be stored: ${cause.message}`, { cause });
    this.options.onError?.(error);
    this.tell(waiting, error);
  }

  private tell(waiting: readonly Done[], error?: Error): void {
    for (const done of waiting) {
      try {
        done(error);
      } catch (fault) {
        this.options.onError?.(fault as Error);
      }
    }
  }

  private count(name: string, by = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + by;
  }
}
