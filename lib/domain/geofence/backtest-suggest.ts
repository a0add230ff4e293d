import { type FalseExit, type Outcome, RETURN_MS, type Stay } from './backtest-outcome';
import type { Variant } from './backtest-variants';

/** A visit counts here from this length on. */
export const VISIT_MS = 10 * 60_000;

/** What one wrong thing costs. An alarm that is false and a visit that is missed are what people complain of. */
const COSTS = { false_exits: 3, missed_visits: 3, surplus_visits: 2, brief_stays: 1 } as const;

/** One radius of the ladder, for people who want to know why. */
export interface Rung {
  radius_meters: number;
  visits: number;
  false_exits: number;
  brief_stays: number;
  /** Visits of the stable range that it does not see. */
  missed_visits: number;
  /** Visits that the stable range does not know, as of another place, or parts of one that it broke into several. */
  surplus_visits: number;
  cost: number;
}

export type NoSuggestion = 'not_a_circle' | 'no_fixes' | 'never_near';

export interface Suggestion {
  radius_meters: number;
  /** The chosen radius is as good as any. */
  is_chosen: boolean;
  /** The radii between which the number of visits stays the same. */
  stable: { from_meters: number; to_meters: number };
  rungs: Rung[];
}

/** All devices' outcomes of one variant. */
export interface VariantOutcomes {
  variant: Variant;
  outcomes: readonly Outcome[];
}

interface Visit {
  device_id: number;
  from: number;
  to: number;
}

/**
 * The radius that would have served best. Over the ladder of radii, the longest run with the same number of visits is the
 * stable range, and the visits of its smallest radius are what there is to see. Each radius then costs what it gets wrong
 * (`COSTS`). The chosen one stays if none is better; else the smallest of the best is suggested, those of the stable
 * range first.
 * @param tried by growing radius
 */
export function suggestRadius(tried: readonly VariantOutcomes[], fixes: number): Suggestion | NoSuggestion {
  if (tried.some(({ variant }) => variant.geofence.shape_type !== 'circle')) return 'not_a_circle';
  if (fixes === 0) return 'no_fixes';
  const visits = tried.map(({ outcomes }) => outcomes.flatMap(visitsOf));
  const chosen = tried.findIndex(({ variant }) => variant.kind === 'chosen');
  const stable = stableRange(
    visits.map(({ length }) => length),
    chosen,
  );
  if (stable === null) return 'never_near';
  const reference = visits[stable.first] as Visit[];
  const rungs = tried.map((each, i) => rungOf(each, visits[i] as Visit[], reference));
  const least = Math.min(...rungs.map(({ cost }) => cost));
  const best = rungs.map((_, i) => i).filter((i) => rungs[i]?.cost === least);
  const isStable = (i: number) => i >= stable.first && i <= stable.last;
  const index = best.includes(chosen) ? chosen : (best.find(isStable) ?? (best[0] as number));
  const radius = (i: number) => (rungs[i] as Rung).radius_meters;
  return {
    radius_meters: radius(index),
    is_chosen: index === chosen,
    stable: { from_meters: radius(stable.first), to_meters: radius(stable.last) },
    rungs,
  };
}

function rungOf({ variant, outcomes }: VariantOutcomes, visits: readonly Visit[], reference: readonly Visit[]): Rung {
  const seen = reference.filter((one) => visits.some((other) => overlap(one, other))).length;
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const wrong = {
    false_exits: sum(({ false_exits }) => false_exits.length),
    brief_stays: sum(({ brief_stays }) => brief_stays),
    missed_visits: reference.length - seen,
    surplus_visits: Math.max(0, visits.length - seen),
  };
  const cost = Object.entries(wrong).reduce((total, [what, count]) => total + COSTS[what as keyof typeof COSTS] * count, 0);
  return { radius_meters: variant.geofence.radius_meters ?? 0, visits: visits.length, ...wrong, cost };
}

const overlap = (a: Visit, b: Visit) => a.device_id === b.device_id && a.from <= b.to && b.from <= a.to;

/** The longest run of one number of visits, not none; of equally long ones that with the chosen radius, else the first. */
function stableRange(counts: readonly number[], chosen: number): { first: number; last: number } | null {
  let best: { first: number; last: number } | null = null;
  for (let first = 0; first < counts.length; ) {
    let last = first;
    while (counts[last + 1] === counts[first]) last++;
    const gain = best === null ? 1 : last - first - (best.last - best.first);
    const holdsChosen = first <= chosen && chosen <= last;
    if (counts[first] !== 0 && (gain > 0 || (gain === 0 && holdsChosen))) best = { first, last };
    first = last + 1;
  }
  return best;
}

/** Stays long enough to be a visit, with those joined that only a likely false exit parts; not those whose arrival was false. */
function visitsOf({ stays, false_exits }: Outcome): Visit[] {
  const unreal = new Set(false_exits.filter(isNoDeparture).map(({ left_at }) => left_at));
  const never = new Set(false_exits.filter(isNoArrival).map(({ left_at }) => left_at));
  const visits: Visit[] = [];
  for (const stay of stays) {
    if (stay.left_at !== null && never.has(stay.left_at)) continue;
    const last = visits.at(-1);
    const visit = visitOf(stay);
    if (last && unreal.has(last.to) && visit.from - last.to <= RETURN_MS) last.to = visit.to;
    else visits.push(visit);
  }
  return visits.filter(({ from, to }) => to - from >= VISIT_MS);
}

const isNoArrival = ({ reason, left_at, other_at }: FalseExit) => reason === 'reported' && other_at < left_at;
const isNoDeparture = (exit: FalseExit) => exit.reason !== 'brushed' && !isNoArrival(exit);

const visitOf = ({ device_id, entered_at, left_at }: Stay): Visit => ({
  device_id,
  from: entered_at ?? Number.NEGATIVE_INFINITY,
  to: left_at ?? Number.POSITIVE_INFINITY,
});
