import type { LiveStore } from '@/lib/storage/ports';

const POLL_MS = 50;

/** Tells all who wait that somebody has committed. One timer asks for all of them; while nobody watches there is none. */
export class ChangeWatch {
  private readonly waiting = new Set<() => void>();
  private isStopped = false;
  private count = 0;
  private timer: NodeJS.Timeout | null = null;
  private current = -1;

  /** @param pollMs how often the database is asked, in milliseconds */
  constructor(
    private readonly changes: Pick<LiveStore, 'version'>,
    private readonly pollMs = POLL_MS,
  ) {}

  /** Another number after each commit that was noticed. */
  get version(): number {
    return this.current;
  }

  get watchers(): number {
    return this.count;
  }

  get stopped(): boolean {
    return this.isStopped;
  }

  /** Ends the watching, for good; who waits goes on at once. */
  stop(): void {
    this.isStopped = true;
    this.stopTimer();
    this.wakeAll();
  }

  /** Watches until the answered function is called. Whoever waits when `signal` aborts goes on. */
  join(signal: AbortSignal): () => void {
    const wake = () => this.wakeAll();
    signal.addEventListener('abort', wake);
    this.count += 1;
    this.poll();
    if (!this.isStopped) this.timer ??= setInterval(() => this.poll(), this.pollMs);
    return () => {
      signal.removeEventListener('abort', wake);
      this.count -= 1;
      if (this.count === 0) this.stopTimer();
    };
  }

  /** Resolves when somebody has committed since `version` was current, when `signal` aborts, or after `limitMs`. */
  change(version: number, signal: AbortSignal, limitMs: number): Promise<void> {
    if (version !== this.current || signal.aborted || this.isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(limit);
        this.waiting.delete(done);
        resolve();
      };
      const limit = setTimeout(done, Math.max(0, limitMs));
      this.waiting.add(done);
    });
  }

  private stopTimer(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  private poll(): void {
    const version = this.changes.version();
    if (version === this.current) return;
    this.current = version;
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const wake of [...this.waiting]) wake();
  }
}
