import {
  CORRECTABLE_MS,
  type ExpectationWindow,
  isUndecided,
  judgeExpectation,
  nextEnd,
  reconcileAlert,
  windowsEnding,
} from '@/lib/domain/notify/expectation';
import type {
  ExpectationCheck,
  ExpectationJudge,
  ExpectationWatchStore,
  TouchedStay,
  WatchedExpectation,
} from '@/lib/storage/ports';
import type { Clock } from './clock';

/** A fix that was on its way at the deadline still counts. */
export const SETTLE_MS = 5_000;

/** No window is longer. */
const LONGEST_WINDOW_MS = 49 * 3_600_000;
const TOUCHED_AT_ONCE = 50;
/** It works for so long at a time, and rests for as long: phones and mails want their turn in this process too. */
const SLICE_MS = 25;
/** How often what waits for a confirmation or for the engine is looked at again. */
const RETRY_MS = 1_000;
const PAUSE_AFTER_ERROR_MS = 5_000;

export interface ExpectationWatcherOptions {
  /** How often to look whether anybody has written; `wake` is quicker. */
  pollMs?: number;
  /** Alerts were written: deliveries may be due. */
  onAlerts?: () => void;
  onError?: (error: unknown) => void;
}

export interface ExpectationWatcherState {
  /** Expectations that are watched now. */
  watched: number;
  /** Since the process began. */
  raised: number;
  resolved: number;
  last_error: string | null;
}

interface Waiting {
  watched: WatchedExpectation;
  /** When its next window ends; null: never. */
  next: number | null;
  /** What is not decided yet is not looked at before. */
  notBefore: number;
}

/**
 * Raises alerts for expectations that were not met, and takes them back when later news shows that they were. Follows two
 * things: the clock, up to `checked_until` of each expectation, and the ledger, by the ids of events and of their changes.
 * Both are durable, so what passed while it was down is made up for; what is old by then is recorded and not told.
 */
export class ExpectationWatcher {
  private readonly options: Required<ExpectationWatcherOptions>;
  private waiting: Waiting[] = [];
  private revision: string | null = null;
  private dataVersion: number | null = null;
  /** The deadlines up to `at` are looked at once the engine has judged the fix `location`. */
  private barrier: { at: number; location: number } | null = null;
  private retryAt = Number.POSITIVE_INFINITY;
  private timer: NodeJS.Timeout | null = null;
  private resting: NodeJS.Timeout | null = null;
  private readonly counters = { raised: 0, resolved: 0 };
  private lastError: string | null = null;

  constructor(
    private readonly store: ExpectationWatchStore,
    private readonly clock: Clock,
    options: ExpectationWatcherOptions = {},
  ) {
    this.options = { pollMs: 500, onAlerts: () => {}, onError: () => {}, ...options };
  }

  start(): void {
    if (this.timer) return;
    this.timer = setInterval(() => this.look(), this.options.pollMs);
    this.wake();
  }

  /** Nothing is under way when it returns: all work is synchronous. */
  stop(): void {
    if (this.timer) clearInterval(this.timer);
    if (this.resting) clearTimeout(this.resting);
    this.timer = this.resting = null;
  }

  /** Events were written: looks at them with the next turn of the clock. Cheap, never throws. */
  wake(): void {
    this.dataVersion = null;
  }

  /** Looks at everything that is due. @throws what the database throws; each expectation is written by itself */
  runOnce(): void {
    this.work(Number.POSITIVE_INFINITY);
  }

  state(): ExpectationWatcherState {
    return { watched: this.waiting.length, ...this.counters, last_error: this.lastError };
  }

  private look(): void {
    if (this.resting) return;
    try {
      const version = this.store.dataVersion();
      if (version === this.dataVersion && this.clock() < this.nextLook()) return;
      this.dataVersion = version;
      if (!this.work(performance.now() + SLICE_MS)) this.rest(SLICE_MS);
    } catch (error) {
      this.lastError = (error as Error).message;
      this.options.onError(error);
      this.rest(PAUSE_AFTER_ERROR_MS);
    }
  }

  private rest(ms: number): void {
    this.dataVersion = null;
    this.resting = setTimeout(() => {
      this.resting = null;
      this.look();
    }, ms);
  }

  /** @returns whether all that was due is done by then (by `performance.now`) */
  private work(end: number): boolean {
    const before = this.counters.raised + this.counters.resolved;
    this.refresh();
    this.retryAt = Number.POSITIVE_INFINITY;
    const isDone = this.followClock(end) && this.followLedger(end);
    this.lastError = null;
    if (this.counters.raised + this.counters.resolved > before) this.options.onAlerts();
    return isDone;
  }

  private nextLook(): number {
    const dueOf = ({ next, notBefore }: Waiting) =>
      next === null ? Number.POSITIVE_INFINITY : Math.max(next + SETTLE_MS, notBefore);
    return this.waiting.reduce((first, one) => Math.min(first, dueOf(one)), this.retryAt);
  }

  private refresh(): void {
    const revision = this.store.revision();
    if (revision === this.revision) return;
    this.waiting = this.store
      .watched()
      .map((watched) => ({ watched, next: nextEnd(watched.expectation, watched.checked_until), notBefore: 0 }));
    this.revision = revision;
  }

  private followClock(end: number): boolean {
    const until = this.clock() - SETTLE_MS;
    const isDue = (one: Waiting, at: number) => one.next !== null && one.next <= at && one.notBefore <= this.clock();
    if (!this.waiting.some((one) => isDue(one, until))) return true;
    const { newest, judged } = this.store.progress();
    this.barrier ??= { at: until, location: newest };
    if (judged < this.barrier.location) {
      this.retryAt = this.clock();
      return true;
    }
    const { at } = this.barrier;
    for (const one of this.waiting) {
      if (!isDue(one, at)) continue;
      if (performance.now() > end) return false;
      this.checkDeadlines(one, at);
    }
    this.barrier = null;
    return true;
  }

  private checkDeadlines(one: Waiting, until: number): void {
    const { watched } = one;
    const after = Math.max(watched.checked_until, until - CORRECTABLE_MS);
    const checks = checksOf(watched.device_ids, windowsEnding(watched.expectation, after, until));
    watched.checked_until = this.check(watched, checks, until);
    one.next = nextEnd(watched.expectation, watched.checked_until);
    if (watched.checked_until < until) one.notBefore = this.clock() + RETRY_MS;
  }

  private followLedger(end: number): boolean {
    for (;;) {
      const { stays, upTo } = this.store.touched(TOUCHED_AT_ONCE);
      if (stays.length === 0) return true;
      if (performance.now() > end) return false;
      for (const stay of stays) this.checkStay(stay);
      this.store.followed(upTo);
    }
  }

  /** What was looked at and may look otherwise now; of departures also what is going on. */
  private checkStay({ device_id, geofence_id, since }: TouchedStay): void {
    const now = this.clock();
    for (const { watched } of this.waiting) {
      const { expectation, device_ids, checked_until } = watched;
      if (expectation.geofence_id !== geofence_id || !device_ids.includes(device_id)) continue;
      const from = Math.max(since - 1, now - CORRECTABLE_MS, expectation.updated_at);
      const isRunning = expectation.kind === 'left_early';
      const windows = windowsEnding(expectation, from, isRunning ? now + LONGEST_WINDOW_MS : checked_until);
      this.check(
        watched,
        checksOf(
          [device_id],
          windows.filter(({ start }) => start <= now),
        ),
        null,
      );
    }
  }

  private check(watched: WatchedExpectation, checks: ExpectationCheck[], until: number | null): number {
    const now = this.clock();
    const { raised, resolved, checked_until } = this.store.check(watched, checks, until, now, judgeFor(watched, now));
    this.counters.raised += raised;
    this.counters.resolved += resolved;
    return checked_until;
  }
}

const checksOf = (device_ids: readonly number[], windows: readonly ExpectationWindow[]): ExpectationCheck[] =>
  windows.flatMap((window) => device_ids.map((device_id) => ({ device_id, window })));

function judgeFor({ expectation, patience }: WatchedExpectation, now: number): ExpectationJudge {
  const { kind, updated_at } = expectation;
  return ({ window }, facts, alert) => {
    // What happened before the person asked is none of it.
    const asked = {
      ...facts,
      events: kind === 'left_early' ? facts.events.filter((one) => one.occurred_at >= updated_at) : facts.events,
    };
    const unmet = judgeExpectation(kind, window, asked);
    if (unmet !== null && alert === null && kind !== 'left_early' && isUndecided(window, facts, now)) return 'wait';
    return reconcileAlert(kind, unmet, alert, patience, now);
  };
}
