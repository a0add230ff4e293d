import type { EventType, Geofence } from '@/lib/domain/model';
import type { ExplainedStep, FixStep } from './explain-step';
import { concerns } from './zone';

/**
 * Why something did or did not fire in a span, the weightiest first. Distances in metres, times epoch milliseconds.
 * It speaks of codes and values; the interface makes sentences of them.
 */
export type Finding =
  | { code: 'events'; count: number; retracted: number }
  | { code: 'no_fix'; last_fix_at: number | null }
  | { code: 'inactive' }
  | { code: 'not_watching' }
  | { code: 'empty_group' }
  | { code: 'drawn_later'; judged_since: number; fixes: number }
  | { code: 'waiting'; event_type: 'enter' | 'exit'; due: number }
  | { code: 'contradicted'; event_type: 'enter' | 'exit'; at: number; due: number }
  | { code: 'taken_back'; event_type: EventType; occurred_at: number }
  | { code: 'set_aside'; fixes: number }
  | { code: 'coarse'; fixes: number; best_accuracy: number; size_meters: number }
  | { code: 'above_limit'; fixes: number; max_accuracy_meters: number }
  | { code: 'near_border'; fixes: number; leave_distance: number }
  | { code: 'stayed_outside'; nearest_meters: number }
  | { code: 'stayed_inside' };

export interface FindingInput {
  geofence: Geofence;
  size_meters: number;
  device: { id: number; owner_id: number };
  /** All of the span, not thinned. */
  steps: readonly ExplainedStep[];
  /** What the ledger holds of the span. */
  events: readonly { retracted_at: number | null }[];
  /** The newest fix of the device before the end of the span. */
  last_fix_at: number | null;
}

/** What speaks for what did or did not happen. At least one finding, unless there is nothing but undecided fixes that tell nothing. */
export function findingsOf({ geofence, size_meters, device, steps, events, last_fix_at }: FindingInput): Finding[] {
  const fixes = steps.filter((step) => step.kind === 'fix');
  const findings: Finding[] = [];
  const retracted = events.filter(({ retracted_at }) => retracted_at !== null).length;
  if (events.length > 0) findings.push({ code: 'events', count: events.length, retracted });
  if (!concerns(geofence, device)) findings.push({ code: 'not_watching' });
  if (!geofence.is_active) findings.push({ code: 'inactive' });
  if (fixes.length === 0) return [...findings, { code: 'no_fix', last_fix_at }];
  const silent = fixes.filter(({ decision }) => decision === 'silent').length;
  if (silent > 0) findings.push({ code: 'drawn_later', judged_since: geofence.judged_since, fixes: silent });
  if (events.length === 0)
    findings.push(...changesOf(steps), ...undecidedOf(fixes, size_meters, geofence), ...sideOf(fixes, steps));
  return findings;
}

/** Changes that were decided and came to nothing, or not yet to anything. */
function changesOf(steps: readonly ExplainedStep[]): Finding[] {
  const findings: Finding[] = [];
  steps.forEach((step, index) => {
    for (const { event_type, occurred_at } of step.taken_back) findings.push({ code: 'taken_back', event_type, occurred_at });
    const waited = steps[index - 1]?.pending;
    if (waited && step.pending === null && step.decided.length === 0) {
      findings.push({ code: 'contradicted', event_type: waited.event_type, at: step.at, due: waited.due });
    }
  });
  const last = steps[steps.length - 1]?.pending;
  if (last) findings.push({ code: 'waiting', event_type: last.event_type, due: last.due });
  return findings;
}

/** Fixes whose own position was on the other side, and that decided nothing. */
function undecidedOf(fixes: readonly FixStep[], size_meters: number, geofence: Geofence): Finding[] {
  const other = fixes.filter(({ raw_signed_distance, inside }) => raw_signed_distance >= 0 !== inside);
  const because = (reason: FixStep['reason']) => other.filter((fix) => fix.reason === reason);
  const findings: Finding[] = [];
  const held = because('held').length + because('filter_ignored').length;
  if (held > 0) findings.push({ code: 'set_aside', fixes: held });
  const coarse = because('circle_larger_than_zone');
  if (coarse.length > 0) {
    const best_accuracy = Math.min(...coarse.map(({ filtered }) => filtered.accuracy));
    findings.push({ code: 'coarse', fixes: coarse.length, best_accuracy, size_meters });
  }
  const limited = because('accuracy_above_limit').length;
  const { max_accuracy_meters } = geofence;
  if (limited > 0) findings.push({ code: 'above_limit', fixes: limited, max_accuracy_meters });
  const near = because('near_border');
  if (near.length > 0) {
    const leave_distance = near.reduce((most, fix) => Math.max(most, fix.leave_distance), 0);
    findings.push({ code: 'near_border', fixes: near.length, leave_distance });
  }
  return findings;
}

function sideOf(fixes: readonly FixStep[], steps: readonly ExplainedStep[]): Finding[] {
  if (steps.every(({ inside }) => inside)) return [{ code: 'stayed_inside' }];
  if (steps.some(({ inside }) => inside)) return [];
  const nearest = fixes.reduce((most, { raw_signed_distance }) => Math.max(most, raw_signed_distance), Number.NEGATIVE_INFINITY);
  return nearest < 0 ? [{ code: 'stayed_outside', nearest_meters: -nearest }] : [];
}
