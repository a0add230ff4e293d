import { Worker } from 'node:worker_threads';

const STOP_MS = 1_000;

/** The thread that keeps the write-ahead log short (scripts/checkpoint.ts). */
export class CheckpointThread {
  private thread: Worker | null = null;

  constructor(
    private readonly file: string,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Should the thread ever end by a fault, the writers' own limit takes its place. */
  start(): void {
    this.thread = new Worker(new URL('./checkpoint.mjs', import.meta.url), { workerData: { file: this.file } });
    this.thread.on('error', this.onError);
  }

  async stop(): Promise<void> {
    const { thread } = this;
    if (!thread) return;
    this.thread = null;
    const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    thread.postMessage('stop');
    const limit = setTimeout(() => void thread.terminate(), STOP_MS);
    await ended;
    clearTimeout(limit);
  }
}
