import { systemClock } from '@/lib/services/clock';

/** Writes `TIME process: what` or `TIME process: what: why` to standard error, where a service manager collects it. */
export function logOf(name: string): (what: string, why?: unknown) => void {
  return (what, why) => {
    const reason = why === undefined ? '' : `: ${(why as Error).message ?? why}`;
    process.stderr.write(`${new Date(systemClock()).toISOString()} ${name}: ${what}${reason}\n`);
  };
}
