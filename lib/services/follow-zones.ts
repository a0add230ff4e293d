import type { RegionSyncStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import { bringIntoStep } from './zone-sync';

export interface ZoneFollowerOptions {
  /** How often to look whether zones changed. */
  pollMs?: number;
  /** How often phones are looked at that have not yet shown that they did what they were told. */
  settleMs?: number;
  /** How often all phones are looked at, since the nearest zones of one that moves are others. */
  reviewMs?: number;
  onError?: (error: unknown) => void;
}

/** Tells phones of zones that were drawn, changed, switched off or removed, and notes what their lists of regions show. */
export class ZoneFollower {
  private readonly options: Required<ZoneFollowerOptions>;
  private revision: number | null = null;
  private settledAt = 0;
  private reviewedAt = 0;
  private timer: NodeJS.Timeout | null = null;
  private work: Promise<void> | null = null;

  constructor(
    private readonly store: RegionSyncStore,
    private readonly clock: Clock,
    options: ZoneFollowerOptions = {},
  ) {
    this.options = { pollMs: 1_000, settleMs: 5_000, reviewMs: 3_600_000, onError: () => {}, ...options };
  }

  start(): void {
    this.timer ??= setInterval(() => this.look(), this.options.pollMs);
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.work;
  }

  /** Looks at all that is due. */
  async runOnce(): Promise<void> {
    for (const id of this.due()) {
      bringIntoStep(this.store, id, this.clock());
      // Phones and mails want their turn in this process, too.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private look(): void {
    this.work ??= this.runOnce()
      .catch((error) => {
        // All again with the next look: what was done is not done twice.
        this.revision = null;
        this.options.onError(error);
      })
      .finally(() => (this.work = null));
  }

  private due(): number[] {
    const now = this.clock();
    const revision = this.store.geofenceRevision();
    if (revision !== this.revision || now - this.reviewedAt >= this.options.reviewMs) {
      this.revision = revision;
      this.reviewedAt = this.settledAt = now;
      return this.store.followed();
    }
    if (now - this.settledAt < this.options.settleMs) return [];
    this.settledAt = now;
    return this.store.unsettled();
  }
}
