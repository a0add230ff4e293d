/** What the root of the web process ends on SIGTERM. */
export interface Held {
  /** Ends the live streams, which would otherwise never end. */
  endStreams(): void;
  close(): Promise<void>;
}

const holder = globalThis as typeof globalThis & { fencepostServer?: Held | null };

/**
 * The server of this process, if one was built. On globalThis, because Next bundles the modules of the app more than
 * once, and the root of the process is a bundle of its own.
 */
export function heldServer<S extends Held>(): S | null {
  return (holder.fencepostServer as S | null | undefined) ?? null;
}

export function holdServer(server: Held | null): void {
  holder.fencepostServer = server;
}
