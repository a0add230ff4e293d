import { Connection } from './connection';

/** From here on the log is begun anew, for which writers wait a moment; by then nearly all of it has been moved. */
const RESTART_FROM_PAGES = 8_000;

interface Progress {
  busy: number;
  /** Pages in the log. */
  log: number;
  checkpointed: number;
}

/**
 * Moves the write-ahead log into the database file while others write. Done by the writer itself, as SQLite does by default,
 * the move of 16,000 pages stops all of ingest for up to a tenth of a second; from a thread of its own it does not. The writers
 * still checkpoint by themselves should the log ever grow far beyond that (`checkpoints` of the connection).
 */
export class Checkpointer {
  private readonly connection: Connection;
  private version = -1;

  constructor(file: string) {
    this.connection = new Connection(file);
    // To begin the log anew it must wait for readers, and writers wait with it: better later than for long.
    this.connection.raw.pragma('busy_timeout = 50');
  }

  /** Does what is due; cheap when nothing was written. */
  run(): void {
    const version = this.connection.dataVersion();
    if (version === this.version) return;
    this.version = version;
    const { log } = this.checkpoint('PASSIVE');
    if (log >= RESTART_FROM_PAGES) this.checkpoint('RESTART');
  }

  close(): void {
    this.connection.close();
  }

  private checkpoint(mode: 'PASSIVE' | 'RESTART'): Progress {
    const [progress] = this.connection.raw.pragma(`wal_checkpoint(${mode})`) as Progress[];
    return progress ?? { busy: 0, log: 0, checkpointed: 0 };
  }
}
