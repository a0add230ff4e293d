import { FLAP_MS } from '@/lib/domain/notify/device-alert';
import { learnSilence, NO_RHYTHM, type Rhythm, usualSilence } from '@/lib/domain/notify/device-rhythm';
import { type SilenceTuning, silentFrom } from '@/lib/domain/notify/device-silence';
import { DAY } from './lives';
import type { Failure, Sign } from './phones';

const MINUTE = 60_000;
/** A Monday, 00:00 UTC. */
const START = Date.UTC(2026, 0, 5);

export interface Score {
  weeks: number;
  false_alerts: number;
  /** Of failures that lasted a day or longer. */
  missed: number;
  failures: number;
  /** Minutes from the failure to the alert. */
  delays: number[];
}

/** When an alert is raised: `now` for each silence that goes on for too long. */
function* alertsOf(signs: readonly Sign[], tuning: SilenceTuning): Generator<number> {
  let rhythm = NO_RHYTHM;
  let usual = usuallyIn(rhythm);
  let resolved = Number.NEGATIVE_INFINITY;
  for (let i = 0; i + 1 < signs.length; i++) {
    const [sign, next] = [signs[i] as Sign, signs[i + 1] as Sign];
    const [from, to] = [START + sign.at * MINUTE, START + next.at * MINUTE];
    const last = { since: from, context: sign.context, isConnected: false, isNearlyEmpty: sign.isNearlyEmpty };
    const due = Math.max(silentFrom(last, usual[sign.context], 0, tuning).at, resolved + FLAP_MS);
    if (due < to) {
      yield (due - START) / MINUTE;
      resolved = to;
    }
    const learned = learnSilence(rhythm, { from, to, context: sign.context }, 0);
    if (learned === rhythm) continue;
    rhythm = learned;
    usual = usuallyIn(rhythm);
  }
}

const usuallyIn = (rhythm: Rhythm) => ({
  rest: usualSilence(rhythm, 'rest'),
  moving: usualSilence(rhythm, 'moving'),
  live: usualSilence(rhythm, 'live'),
});

export function scoreOf(signs: readonly Sign[], failures: readonly Failure[], days: number, tuning: SilenceTuning): Score {
  const score: Score = { weeks: days / 7, false_alerts: 0, missed: 0, failures: 0, delays: [] };
  const found = new Set<Failure>();
  for (const at of alertsOf(signs, tuning)) {
    const failure = failures.find((one) => at >= one.from && at <= one.to + 30);
    if (!failure) score.false_alerts += 1;
    else if (!found.has(failure)) {
      found.add(failure);
      score.delays.push(at - failure.from);
    }
  }
  const long = failures.filter(({ from, to }) => to - from >= DAY);
  score.failures = long.length;
  score.missed = long.filter((one) => !found.has(one)).length;
  return score;
}

export const sum = (scores: readonly Score[]): Score => ({
  weeks: scores.reduce((total, { weeks }) => total + weeks, 0),
  false_alerts: scores.reduce((total, { false_alerts }) => total + false_alerts, 0),
  missed: scores.reduce((total, { missed }) => total + missed, 0),
  failures: scores.reduce((total, { failures }) => total + failures, 0),
  delays: scores.flatMap(({ delays }) => delays),
});

export interface Figures {
  false_per_week: number;
  missed_percent: number;
  median_delay_hours: number;
  p90_delay_hours: number;
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;

export function figuresOf({ weeks, false_alerts, missed, failures, delays }: Score): Figures {
  const sorted = [...delays].sort((a, b) => a - b);
  const at = (part: number) => rounded((sorted[Math.floor(part * (sorted.length - 1))] ?? 0) / 60);
  return {
    false_per_week: rounded(false_alerts / weeks),
    missed_percent: rounded((100 * missed) / Math.max(1, failures)),
    median_delay_hours: at(0.5),
    p90_delay_hours: at(0.9),
  };
}
