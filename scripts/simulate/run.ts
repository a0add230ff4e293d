import { appendFileSync } from 'node:fs';
import { Person, type Place } from './movement';
import { type PhoneAccount, SimulatedPhone } from './phone';

export interface SimulationOptions {
  broker: string;
  accounts: PhoneAccount[];
  places: Place[];
  seed: number;
  /** How many times faster than real people they move. */
  speed: number;
  /** Milliseconds between two fixes of one phone. */
  intervalMs: number;
  /** Null: until stopped. */
  durationMs: number | null;
  /** A file that gets each acknowledged fix as a line of JSON, to compare with what is stored. */
  logFile: string | null;
  onProgress(line: string): void;
}

export interface SimulationResult {
  phones: number;
  published: number;
  acknowledged: number;
  seconds: number;
}

const PROGRESS_MS = 500;
/** How long to wait for outstanding acknowledgements at the end. */
const SETTLE_MS = 5_000;

function progressLine(phones: SimulatedPhone[], startedAt: number): string {
  const sum = (read: (phone: SimulatedPhone) => number) => phones.reduce((total, phone) => total + read(phone), 0);
  const acknowledged = sum((phone) => phone.counts.acknowledged);
  const connected = phones.filter((phone) => phone.counts.connected).length;
  const seconds = (Date.now() - startedAt) / 1000;
  const problem = phones.find((phone) => phone.counts.problem)?.counts.problem;
  const waiting = sum((phone) => phone.waiting);
  return [
    `${connected}/${phones.length} phones connected`,
    `${acknowledged} fixes acknowledged`,
    `${(acknowledged / Math.max(seconds, 0.001)).toFixed(1)}/s`,
    `${waiting} waiting`,
    ...(problem ? [problem] : []),
  ].join(' · ');
}

/** Plays the phones until the time is over or `stopped` resolves, waits for what is under way, and counts. */
export async function simulate(options: SimulationOptions, stopped: Promise<void>): Promise<SimulationResult> {
  const log = (payload: Record<string, unknown>, topic: string) => {
    if (options.logFile) appendFileSync(options.logFile, `${JSON.stringify({ topic, ...payload })}\n`);
  };
  const phones = options.accounts.map(
    (account, index) => new SimulatedPhone(account, new Person(options.seed + index, options.places), log),
  );
  for (const phone of phones) phone.connect(options.broker);
  const startedAt = Date.now();
  const secondsPerStep = (options.intervalMs / 1000) * options.speed;
  // The phones take turns within the interval, as independent ones would.
  let turn = 0;
  const publishing = setInterval(
    () => {
      phones[turn % phones.length]?.publish(secondsPerStep, Date.now());
      turn += 1;
    },
    Math.max(1, options.intervalMs / phones.length),
  );
  const reporting = setInterval(() => options.onProgress(progressLine(phones, startedAt)), PROGRESS_MS);
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    if (options.durationMs !== null) timer = setTimeout(resolve, options.durationMs);
  });
  await Promise.race([over, stopped]);
  clearTimeout(timer);
  clearInterval(publishing);
  const deadline = Date.now() + SETTLE_MS;
  while (phones.some((phone) => phone.waiting > 0) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
  clearInterval(reporting);
  options.onProgress(progressLine(phones, startedAt));
  await Promise.all(phones.map((phone) => phone.disconnect()));
  return {
    phones: phones.length,
    published: phones.reduce((total, phone) => total + phone.counts.published, 0),
    acknowledged: phones.reduce((total, phone) => total + phone.counts.acknowledged, 0),
    seconds: (Date.now() - startedAt) / 1000,
  };
}
