import { reconcileDeviceAlerts } from '@/lib/domain/notify/device-alert';
import { judgePhone } from '@/lib/domain/notify/device-condition';
import type { Rhythm } from '@/lib/domain/notify/device-rhythm';
import type { DeviceWatchStore, WatchedPhone } from '@/lib/storage/ports';
import type { Clock } from './clock';
import { circumstancesOf, type Listening, learn, newsOf, pastRhythm, type Remembered, remember } from './watched-phone';

export interface DeviceWatcherOptions {
  /** How often to look; nothing here is a matter of seconds. */
  pollMs?: number;
  /** Whether phones can reach the server now. While they can't, their silence says nothing. */
  isListening?: () => boolean;
  /** Alerts were written: deliveries may be due. */
  onAlerts?: () => void;
  onError?: (error: unknown) => void;
}

export interface DeviceWatcherState {
  /** Phones that are watched. */
  watched: number;
  /** Since the process began. */
  raised: number;
  resolved: number;
  last_error: string | null;
}

const MINUTE = 60_000;
/** Phones that can't reach the server for so long have to find it again in their own time. */
const PAUSE_MS = 5 * MINUTE;
/** What is open, or could not be told yet, is looked at again after so long even without news. */
const AGAIN_MS = 10 * MINUTE;
/** Log-ins refused within so long were one, noted at several phones. */
const SAME_MOMENT_MS = 50;
/** It works for so long at a time, and rests for as long: phones and messages want their turn in this process too. */
const SLICE_MS = 25;

/**
 * Watches over phones: raises alerts when one is silent for longer than it usually is, is about to be empty, says that its
 * settings keep it from reporting, or is refused; takes them back when all is well again. Once a minute it compares what is
 * known of all phones with what it knew; what has news, or is overdue, is judged. All that alerts are made of is in the
 * database, so that a restart changes nothing (docs/adr/0024-silent-phones.md).
 */
export class DeviceWatcher {
  private readonly options: Required<DeviceWatcherOptions>;
  private readonly known = new Map<number, Remembered>();
  private startedAt: number;
  private listening: Listening | null = null;
  private queue: WatchedPhone[] = [];
  private all: readonly WatchedPhone[] = [];
  /** What was learned since it was last written: many together, because each transaction costs a flush of the disk. */
  private readonly learned = new Map<number, Rhythm>();
  private timer: NodeJS.Timeout | null = null;
  private resting: NodeJS.Timeout | null = null;
  private readonly counters = { raised: 0, resolved: 0 };
  private lastError: string | null = null;

  constructor(
    private readonly store: DeviceWatchStore,
    private readonly clock: Clock,
    options: DeviceWatcherOptions = {},
  ) {
    this.options = { pollMs: MINUTE, isListening: () => true, onAlerts: () => {}, onError: () => {}, ...options };
    this.startedAt = clock();
  }

  /** To be called before phones can connect: what it finds then is what was known when the process ended. */
  start(): void {
    if (this.timer) return;
    this.startedAt = this.clock();
    this.timer = setInterval(() => this.look(), this.options.pollMs);
    this.look();
  }

  /** Nothing is under way when it returns: all work is synchronous. */
  stop(): void {
    if (this.timer) clearInterval(this.timer);
    if (this.resting) clearTimeout(this.resting);
    this.timer = this.resting = null;
  }

  /** Looks at all phones. */
  runOnce(): void {
    if (this.begin()) this.work(Number.POSITIVE_INFINITY);
  }

  state(): DeviceWatcherState {
    return { watched: this.known.size, ...this.counters, last_error: this.lastError };
  }

  private look(): void {
    if (!this.resting) this.slice(() => this.begin());
  }

  private slice(isWanted: () => boolean): void {
    try {
      if (!isWanted() || this.work(performance.now() + SLICE_MS)) return;
    } catch (error) {
      this.fail(error);
      return;
    }
    this.resting = setTimeout(() => {
      this.resting = null;
      this.slice(() => true);
    }, SLICE_MS);
  }

  /** @returns false while phones can't be heard */
  private begin(): boolean {
    if (!this.options.isListening()) return false;
    const now = this.clock();
    const before = this.listening?.since;
    this.listening = this.store.listen(now, PAUSE_MS);
    const beginsAnew = before !== this.listening.since;
    this.all = this.store.phones();
    this.queue = this.all.filter((phone) => beginsAnew || this.isDue(phone, now));
    if (this.known.size > this.all.length) this.forgetAllBut(this.all);
    this.lastError = null;
    return true;
  }

  private isDue(phone: WatchedPhone, now: number): boolean {
    const known = this.known.get(phone.device_id);
    return known === undefined || now >= known.look_at || known.news !== newsOf(phone);
  }

  private forgetAllBut(phones: readonly WatchedPhone[]): void {
    const ids = new Set(phones.map(({ device_id }) => device_id));
    for (const id of this.known.keys()) if (!ids.has(id)) this.known.delete(id);
  }

  /** One phone that can't be judged does not hold up the others. @returns whether all are done by then (by `performance.now`) */
  private work(end: number): boolean {
    const before = this.counters.raised + this.counters.resolved;
    let phone = this.queue.pop();
    for (; phone; phone = performance.now() > end ? undefined : this.queue.pop()) {
      try {
        this.judge(phone, this.listening as Listening);
      } catch (error) {
        this.fail(error);
      }
    }
    this.store.saveRhythms(this.learned);
    this.learned.clear();
    if (this.counters.raised + this.counters.resolved > before) this.options.onAlerts();
    return this.queue.length === 0;
  }

  private judge(phone: WatchedPhone, listening: Listening): void {
    const now = this.clock();
    const { device_id } = phone;
    const before = this.known.get(device_id);
    const facts = this.store.facts(phone);
    const connected = this.isConnected(phone);
    const present = remember(before, phone, facts, connected, now);
    const stored = this.store.rhythm(device_id);
    const rhythm = learn(stored ?? pastRhythm(this.store, phone, now), phone, before, present, listening.since);
    if (rhythm !== stored) this.learned.set(device_id, rhythm);
    const is = { connected, refusedItself: present.refused !== null && this.isRefusedItself(phone) };
    const around = circumstancesOf(phone, facts, present, rhythm, listening, is);
    const standing = this.store.standing(device_id);
    const actions = reconcileDeviceAlerts(judgePhone(facts, around, standing.open, phone, now), standing, phone, now);
    if (actions.length > 0) this.store.act(phone, actions, now);
    for (const action of actions) this.counters[action.do === 'raise' ? 'raised' : 'resolved'] += 1;
    const due = around.silent_from?.at ?? Number.POSITIVE_INFINITY;
    const again = standing.open.length > 0 || actions.length > 0 || due <= now ? now + AGAIN_MS : Number.POSITIVE_INFINITY;
    this.known.set(device_id, { ...present, look_at: due <= now ? again : Math.min(due, again) });
  }

  /** A process that was killed did not note the end of its connections. */
  private isConnected({ last_connect_at, last_disconnect_at }: WatchedPhone): boolean {
    return last_connect_at !== null && last_connect_at >= Math.max(this.startedAt, last_disconnect_at ?? 0);
  }

  /** A wrong log-in that can't be told to be of one phone is noted at all of its owner's. */
  private isRefusedItself({ device_id, user_id, last_auth_failure_at: at }: WatchedPhone): boolean {
    if (at === null) return false;
    return !this.all.some(
      (other) =>
        other.user_id === user_id &&
        other.device_id !== device_id &&
        Math.abs((other.last_auth_failure_at ?? 0) - at) <= SAME_MOMENT_MS,
    );
  }

  private fail(error: unknown): void {
    this.lastError = (error as Error).message;
    this.options.onError(error);
  }
}
