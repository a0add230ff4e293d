import type { Clock } from '@/lib/services/clock';
import type { SettingStore } from '@/lib/storage/ports';

const DAY_MS = 86_400_000;

export interface DailyJobOptions {
  /** Under `job.<name>.last_run` the settings remember when it last went well (epoch ms). */
  name: string;
  work: () => Promise<unknown>;
  settings: Pick<SettingStore, 'get' | 'set'>;
  clock: Clock;
  /** How often it is asked whether a day has gone by. */
  checkMs?: number;
  /** The first look comes so long after the start, which has enough to do. */
  firstCheckMs?: number;
  /** What `stop` waits for a run under way. */
  stopTimeoutMs?: number;
  onError?: (error: unknown) => void;
}

/**
 * Runs `work` once a day. A day that went by while the process was down is caught up once; what failed is tried again at
 * the next look.
 */
export class DailyJob {
  private timer: NodeJS.Timeout | null = null;
  private current: Promise<boolean> | null = null;

  constructor(private readonly options: DailyJobOptions) {}

  start(): void {
    if (this.timer) return;
    this.schedule(this.options.firstCheckMs ?? 30_000);
  }

  /** Waits for a run under way, but not for ever: its work is made of steps that may end anywhere. */
  async stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (!this.current) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.options.stopTimeoutMs ?? 3_000);
    });
    await Promise.race([this.current.catch(() => {}), late]);
    clearTimeout(timer);
  }

  /** Runs it when a day has gone by since the last time. @returns whether it ran */
  runIfDue(): Promise<boolean> {
    this.current ??= this.run().finally(() => {
      this.current = null;
    });
    return this.current;
  }

  private async run(): Promise<boolean> {
    const { name, work, settings, clock } = this.options;
    const key = `job.${name}.last_run`;
    const last = await settings.get<number>(key);
    const now = clock();
    // In both directions: a clock that was wrong once must not hold the job off for years.
    if (last !== null && Math.abs(now - last) < DAY_MS) return false;
    await work();
    await settings.set(key, now);
    return true;
  }

  private schedule(milliseconds: number): void {
    this.timer = setTimeout(() => {
      this.runIfDue()
        .catch((error) => this.options.onError?.(error))
        .finally(() => {
          if (this.timer) this.schedule(this.options.checkMs ?? 600_000);
        });
    }, milliseconds);
  }
}
