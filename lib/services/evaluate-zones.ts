import { ZoneSet } from '@/lib/domain/geofence';
import { REWIND_MS } from '@/lib/domain/geofence/ledger-replay';
import type { EngineInput, EngineOutput, EngineStore, StepResult } from '@/lib/storage/ports';
import type { Clock } from './clock';
import { evaluateStep } from './evaluate-step';

export interface ZoneEvaluatorOptions {
  /** Fixes in one transaction: what others on the event loop wait for, some 7 µs each; smaller steps cost more for each fix. */
  batchSize?: number;
  /** How often an idle evaluator looks for what others wrote, in milliseconds. */
  pollMs?: number;
  /** Called after the commit of a step that wrote events. */
  onEvents?: (count: number) => void;
  /** A step that failed; it is tried again, at first after `retryMs`, then ever later up to 10 s. */
  onError?: (error: unknown) => void;
  retryMs?: number;
  /** Fixes that came late are folded in if they are at most so much older than the device's newest, in milliseconds. */
  rewindMs?: number;
  /** Stored fixes that one step reads anew for what came late; a longer rewind goes on in the next steps. */
  sliceSize?: number;
}

export interface ZoneEvaluatorState {
  /** Fixes not yet evaluated, at most. */
  lag: number;
  /** Since the process began. */
  fixes: number;
  /** Events that were added, retracted, restored or amended. */
  events: number;
  /** How often a fix was folded: once, and again for what came late before it. */
  folded: number;
  zones: number;
  /** The last failure, null again after a step that succeeded; or which zones can't be judged, and why. */
  lastError: string | null;
}

const LONGEST_RETRY_MS = 10_000;
/** Then it looks again: the server's clock may have been set. */
const LONGEST_TIMER_MS = 60_000;

/**
 * After a step, this many times its length belong to the others on the event loop: ingestion goes first. What arrives
 * meanwhile makes the next step larger and so cheaper for each fix, which is why this does not let a backlog grow.
 */
const REST_FACTOR = 2;

/**
 * Follows the stored fixes and keeps status, events and deliveries (promises 2 and 3 of the design). Its place is a
 * durable cursor: what was stored while it was down it catches up on. Between two steps it yields to the event loop.
 */
export class ZoneEvaluator {
  private readonly options: Required<ZoneEvaluatorOptions>;
  private zones = new ZoneSet([]);
  private revision: number | null = null;
  private dataVersion: number | null = null;
  private running = false;
  private poll: NodeJS.Timeout | null = null;
  private next: NodeJS.Immediate | null = null;
  /** Runs while no step may begin: the rest after one, or the longer pause after a failure. */
  private pause: NodeJS.Timeout | null = null;
  /** Runs until the next confirmation, grace or dwell ends. */
  private timer: NodeJS.Timeout | null = null;
  /** There is something to do after the pause. */
  private wanted = false;
  private failures = 0;
  private failure: string | null = null;
  private readonly counters = { fixes: 0, events: 0, folded: 0 };

  constructor(
    private readonly store: EngineStore,
    private readonly clock: Clock,
    options: ZoneEvaluatorOptions = {},
  ) {
    const usual = { batchSize: 1000, pollMs: 10, onEvents: () => {}, onError: () => {}, retryMs: 100 };
    this.options = { ...usual, rewindMs: REWIND_MS, sliceSize: 2000, ...options };
  }

  /** Evaluates all that is stored and lets fire what is due. @returns the number of fixes. @throws what a step throws; nothing of that step is kept */
  runOnce(): number {
    let done = 0;
    for (;;) {
      const { fixes, more } = this.step();
      done += fixes;
      if (!more) return done;
    }
  }

  /** Catches up, then follows. */
  start(): void {
    if (this.running) return;
    this.running = true;
    this.poll = setInterval(() => this.look(), this.options.pollMs);
    this.wake();
  }

  /** Nothing is under way when it returns: steps are synchronous. */
  async stop(): Promise<void> {
    this.running = false;
    if (this.poll) clearInterval(this.poll);
    if (this.next) clearImmediate(this.next);
    if (this.pause) clearTimeout(this.pause);
    if (this.timer) clearTimeout(this.timer);
    this.poll = this.next = this.pause = this.timer = null;
  }

  /** There are new fixes: evaluates them right after what the event loop is at. Cheap, never throws. */
  wake(): void {
    this.wanted = true;
    if (!this.running || this.next || this.pause) return;
    this.next = setImmediate(() => {
      this.next = null;
      this.guarded(() => this.turn());
    });
  }

  state(): ZoneEvaluatorState {
    const lastError = this.failure ?? (this.zones.unusable.length > 0 ? this.zones.unusable.join('; ') : null);
    return { lag: this.store.lag(), ...this.counters, zones: this.zones.size, lastError };
  }

  /** Has anybody written? Then there may be fixes, or other zones. */
  private look(): void {
    if (this.next || this.pause) return;
    this.guarded(() => {
      const version = this.store.dataVersion();
      if (version === this.dataVersion) return;
      this.dataVersion = version;
      if (this.store.lag() > 0) this.wake();
      else this.refresh(this.store.geofenceRevision());
    });
  }

  private turn(): void {
    const start = performance.now();
    this.wanted = false;
    if (this.step().more) this.wanted = true;
    this.setTimer();
    this.rest(REST_FACTOR * (performance.now() - start));
  }

  /** The time itself is kept with the state, so nothing is lost with this. */
  private setTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    const at = this.running ? this.store.nextFireAt() : null;
    this.timer = at === null ? null : setTimeout(() => this.wake(), Math.min(Math.max(at - this.clock(), 0), LONGEST_TIMER_MS));
  }

  private rest(ms: number): void {
    if (!this.running) return;
    this.pause = setTimeout(() => {
      this.pause = null;
      if (this.wanted) this.wake();
    }, ms);
  }

  private step(): StepResult {
    try {
      // Before the transaction, because making the index anew takes its time and others want to write meanwhile.
      this.refresh(this.store.geofenceRevision());
      const result = this.store.advance(this.options.batchSize, this.clock(), (input) => this.fold(input));
      const { fixes, events } = result;
      this.failures = 0;
      this.failure = null;
      this.counters.fixes += fixes;
      this.counters.events += events;
      if (events > 0) this.options.onEvents(events);
      return result;
    } catch (error) {
      this.failure = messageOf(error);
      throw error;
    }
  }

  /** Runs inside the step's transaction, so that zones, statuses and fixes are of one moment: zones may just have changed once more. */
  private fold(input: EngineInput): EngineOutput {
    this.refresh(input.revision);
    const { rewindMs, sliceSize } = this.options;
    const reads = { budget: sliceSize, leastSlice: Math.ceil(sliceSize / 32) };
    const output = evaluateStep({ zones: this.zones, input, now: this.clock(), rewindMs, ...reads });
    this.counters.folded += output.folded;
    return output;
  }

  private refresh(revision: number): void {
    if (revision === this.revision) return;
    const { geofences, members } = this.store.activeGeofences();
    this.zones = new ZoneSet(geofences, members);
    this.revision = revision;
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.failure = messageOf(error);
      this.options.onError(error);
      if (this.running) this.tryLater();
    }
  }

  private tryLater(): void {
    const pause = Math.min(this.options.retryMs * 2 ** this.failures, LONGEST_RETRY_MS);
    this.failures++;
    this.dataVersion = null;
    this.wanted = true;
    this.rest(pause);
  }
}

function messageOf(error: unknown): string {
  // Not instanceof: what the database throws may come from another realm.
  return (error as Error | null)?.message ?? String(error);
}
