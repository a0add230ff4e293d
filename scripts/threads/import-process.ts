import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ImportJobStore } from '@/lib/storage/ports';

const PERIOD_MS = 1_000;
const STOP_MS = 2_000;
/** So often may the process end in the middle of the same import before that one is given up. */
const MOST_FAILURES = 3;

export interface ImportProcessOptions {
  clock: () => number;
  onError: (error: unknown) => void;
}

/** Starts a process (scripts/import.ts) while imports wait, so that neither messages nor pages ever wait for one. */
export class ImportProcess {
  private timer: NodeJS.Timeout | null = null;
  private child: ChildProcess | null = null;
  private failures = { id: '', count: 0 };

  constructor(
    private readonly jobs: Pick<ImportJobStore, 'next' | 'update'>,
    private readonly options: ImportProcessOptions,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.look(), PERIOD_MS);
    this.look();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    const { child } = this;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(limit);
  }

  private look(): void {
    if (this.child) return;
    try {
      if (this.jobs.next()) this.run();
    } catch (error) {
      this.options.onError(error);
    }
  }

  private run(): void {
    const child = fork(fileURLToPath(new URL('./import.mjs', import.meta.url)), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child = child;
    child.on('error', this.options.onError);
    child.on('exit', (code) => {
      this.child = null;
      if (this.timer && code !== 0) this.noteFailure().catch(this.options.onError);
    });
  }

  private async noteFailure(): Promise<void> {
    const id = this.jobs.next()?.id;
    if (!id) return;
    this.failures = { id, count: this.failures.id === id ? this.failures.count + 1 : 1 };
    if (this.failures.count < MOST_FAILURES) return;
    const error = `the import ended by itself ${MOST_FAILURES} times; what was imported until then is there`;
    const now = this.options.clock();
    await this.jobs.update(id, ['queued', 'running'], { state: 'failed', error, finished_at: now }, now);
  }
}
