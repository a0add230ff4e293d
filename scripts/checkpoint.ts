import { parentPort, workerData } from 'node:worker_threads';
import { Checkpointer } from '@/lib/storage/sqlite/checkpointer';

/** A thread of the worker (docs/adr/0008). Ends with the first message. */
const PERIOD_MS = 250;

const checkpointer = new Checkpointer((workerData as { file: string }).file);
const timer = setInterval(() => {
  try {
    checkpointer.run();
  } catch {
    // A full disk: whoever stores something says so, and here it is tried again.
  }
}, PERIOD_MS);

parentPort?.once('message', () => {
  clearInterval(timer);
  checkpointer.close();
  parentPort?.close();
});
