import type { Channel as ChannelName } from '@/lib/domain/model';
import type { ClaimedMessage, DeliveryStore, NextState } from '@/lib/storage/ports';
import { GIVE_UP_AFTER_MS, pauseAfter } from './back-off';
import type { Clock } from './clock';
import type { Channel, SendResult } from './mailer';

export interface DeliveryRunnerOptions {
  /** Deliveries under way at once. */
  concurrency?: number;
  /** How often the table is looked at for what other connections wrote; `wake` is quicker. */
  pollMs?: number;
  /** How long a claim holds; a delivery of a worker that died is due again after it. Longer than `sendTimeoutMs`. */
  leaseMs?: number;
  /** One sending takes no longer. */
  sendTimeoutMs?: number;
  /** What `stop` waits for sendings under way before it cuts them off; it takes at most a second more. */
  stopTimeoutMs?: number;
  /** 0 ≤ random() < 1 */
  random?: () => number;
  /** A failure of the database or of our own code, never of the mail server. */
  onError?: (error: unknown) => void;
}

const COUNTED = { sent: 'sent', transient: 'retried', permanent: 'failed' } as const;

export interface DeliveryRunnerState {
  state: 'up' | 'stopped';
  in_flight: number;
  /** Since the process began. */
  sent: number;
  failed: number;
  retried: number;
  last_sent_at: number | null;
  /** The words of the last sending that did not go well; null again after one that did. */
  last_error: string | null;
}

/**
 * Claims due deliveries, sends them, records how it ended. Several runners may work on one database: a delivery
 * belongs to the one that claimed it. What a crash left half-done is sent again with the same identity.
 */
export class DeliveryRunner {
  private readonly options: Required<DeliveryRunnerOptions>;
  private readonly inFlight = new Set<Promise<void>>();
  private readonly sendings = new Set<AbortController>();
  private stopping = false;
  private timer: NodeJS.Timeout | null = null;
  private running = false;
  private claiming: Promise<number> | null = null;
  private wanted = false;
  private readonly counters = { sent: 0, failed: 0, retried: 0 };
  private lastSentAt: number | null = null;
  private lastError: string | null = null;

  constructor(
    private readonly store: DeliveryStore,
    private readonly name: ChannelName,
    private readonly channel: Channel,
    private readonly clock: Clock,
    options: DeliveryRunnerOptions = {},
  ) {
    this.options = {
      concurrency: 4,
      pollMs: 500,
      leaseMs: 75_000,
      sendTimeoutMs: 45_000,
      stopTimeoutMs: 5_000,
      random: Math.random,
      onError: () => {},
      ...options,
    };
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.stopping = false;
    this.timer = setInterval(() => this.wake(), this.options.pollMs);
    this.wake();
  }

  /** Looks for due deliveries now; call it after events were written. Cheap, never throws. */
  wake(): void {
    if (!this.running) return;
    this.fill().catch((error) => this.note(error));
  }

  /** Sends all that is due and waits for the outcomes. @returns how many were tried */
  async runOnce(): Promise<number> {
    let tried = 0;
    for (;;) {
      const claimed = await this.fill();
      await Promise.all(this.inFlight);
      if (claimed === 0) return tried;
      tried += claimed;
    }
  }

  /**
   * Takes nothing more, waits for what is under way, cuts off what takes too long: such a delivery is due again at once.
   * Ends within `stopTimeoutMs` and a second.
   */
  async stop(): Promise<void> {
    this.running = false;
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.claiming?.catch(() => {});
    if (await settledWithin(this.inFlight, this.options.stopTimeoutMs)) return;
    this.stopping = true;
    for (const sending of this.sendings) sending.abort();
    await settledWithin(this.inFlight, 1_000);
  }

  state(): DeliveryRunnerState {
    return {
      state: this.running ? 'up' : 'stopped',
      in_flight: this.inFlight.size,
      ...this.counters,
      last_sent_at: this.lastSentAt,
      last_error: this.lastError,
    };
  }

  /** Claims as many as there are free places. One claim at a time; a wish during one is granted after it. */
  private fill(): Promise<number> {
    if (this.claiming) {
      this.wanted = true;
      return this.claiming;
    }
    this.claiming = this.claim().finally(() => {
      this.claiming = null;
      if (!this.wanted) return;
      this.wanted = false;
      this.wake();
    });
    return this.claiming;
  }

  private async claim(): Promise<number> {
    const free = this.options.concurrency - this.inFlight.size;
    if (free <= 0) return 0;
    const claimed = await this.store.claim(this.name, this.clock(), this.options.leaseMs, free);
    for (const one of claimed) {
      const work = this.handle(one)
        .catch((error) => this.note(error))
        .finally(() => {
          this.inFlight.delete(work);
          this.wake();
        });
      this.inFlight.add(work);
    }
    if (claimed.length > 0 && claimed.length < free) setImmediate(() => this.wake());
    return claimed.length;
  }

  private async handle(message: ClaimedMessage): Promise<void> {
    const result = await this.send(message);
    const at = this.clock();
    const { outcome, response } = result;
    await this.store.record(message, { at, outcome, response }, this.nextOf(message, result, at));
    this.counters[COUNTED[outcome]] += 1;
    this.lastError = outcome === 'sent' ? null : response;
    if (outcome === 'sent') this.lastSentAt = at;
  }

  private nextOf({ attempt }: ClaimedMessage, result: SendResult, at: number): NextState {
    const { outcome, response, is_gone, is_ambiguous = false, retry_after_ms = 0 } = result;
    if (outcome === 'sent') return { state: 'sent' };
    if (outcome === 'permanent') return { state: 'failed', reason: response, is_gone };
    const pause = this.stopping ? 0 : Math.max(pauseAfter(attempt, this.options.random()), retry_after_ms);
    const next_attempt_at = at + pause;
    return {
      state: 'pending',
      next_attempt_at,
      reason: `attempt ${attempt}: ${response}`,
      keeps_bundle: is_ambiguous || this.stopping,
      given_up: {
        tried_before: next_attempt_at - GIVE_UP_AFTER_MS,
        reason: `given up after 24 hours: ${response}`,
        response,
      },
    };
  }

  /** The channel's result, or a transient one when it takes too long, is cut off, or breaks. */
  private async send(message: ClaimedMessage): Promise<SendResult> {
    const { sendTimeoutMs } = this.options;
    const sending = new AbortController();
    const timer = setTimeout(() => sending.abort(), sendTimeoutMs);
    const givenUp = new Promise<SendResult>((resolve) => {
      const giveUp = () => {
        const response = this.stopping ? 'cut off by the shutdown' : `no answer within ${sendTimeoutMs / 1000} s`;
        resolve({ outcome: 'transient', response, is_ambiguous: true });
      };
      // The channel's own words come first, if it has any once it is told to stop.
      sending.signal.addEventListener('abort', () => setTimeout(giveUp, 250), { once: true });
    });
    this.sendings.add(sending);
    try {
      return await Promise.race([this.channel.deliver(message, sending.signal), givenUp]);
    } catch (error) {
      this.note(error);
      // Our own code broke; how far it had come nobody knows.
      return { outcome: 'transient', response: (error as Error).message, is_ambiguous: true };
    } finally {
      clearTimeout(timer);
      this.sendings.delete(sending);
    }
  }

  private note(error: unknown): void {
    this.lastError = (error as Error).message;
    this.options.onError(error);
  }
}

async function settledWithin(work: ReadonlySet<Promise<void>>, milliseconds: number): Promise<boolean> {
  if (work.size === 0) return true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const done = Promise.all(work).then(() => true as const);
  const inTime = await Promise.race([done, late]);
  clearTimeout(timer);
  return inTime;
}
