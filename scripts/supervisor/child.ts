/** What every watched process does alike: say that it is ready, end on a signal, and end when its watcher is gone. */

const LIMIT_MS = 8_000;

/** Tells the watcher, if there is one, that this process serves. */
export function reportReady(): void {
  process.send?.({ ready: true });
}

/**
 * Runs `stop` once on SIGTERM, SIGINT or the watcher's death, then exits 0; exits 1 if it takes longer than 8 s.
 * A process without a watcher must not stay behind holding the ports.
 */
export function endGracefully(stop: () => Promise<void>): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), LIMIT_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`stopping failed: ${(error as Error).message}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (process.env.FENCEPOST_SUPERVISED) process.on('disconnect', end);
}
