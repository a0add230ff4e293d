import { type Shape, shapeOf, spherePoint } from '@/lib/domain/geo';
import type { EventType, Geofence } from '@/lib/domain/model';
import type { FixLog, LoggedFix } from './backtest-log';
import type { FoldEvent } from './fold-output';

/** Back within this time, and never far away meanwhile: the device was probably there all the time. */
export const RETURN_MS = 15 * 60_000;
/** How far beyond the border, besides the zone's own `hysteresis_meters`, is still not far. */
export const RETURN_METERS = 50;
/** A stay this short during which no fix was surely inside: the device probably was next door. */
export const BRUSH_MS = 2 * 60_000;
/** A stay this short is of little use to anybody, whether it happened or not. */
export const BRIEF_MS = 5 * 60_000;

/** What a variant tells of the same device within this time of an event that was called a false alarm is that event. */
export const SAME_EVENT_MS = 5 * 60_000;

/** Fixes shown of a stay and of a likely false exit. */
const SHOWN_FIXES = 8;

export interface Stay {
  device_id: number;
  /** Null: before the time looked at. */
  entered_at: number | null;
  /** Null: not in the time looked at. */
  left_at: number | null;
  /** Of the time looked at. */
  seconds: number;
}

/**
 * `returned`: it came back soon and never was far; `brushed`: it was inside for a moment and never surely; `reported`: people
 * called the departure, or the arrival before it, a false alarm.
 */
export type FalseExitReason = 'returned' | 'brushed' | 'reported';

/** An event of which people said that it was a false alarm. */
export interface ReportedEvent {
  event_type: EventType;
  occurred_at: number;
}

/** An exit that most likely did not happen. */
export interface FalseExit {
  device_id: number;
  reason: FalseExitReason;
  left_at: number;
  /** When it came back; for `brushed`, and where the arrival was called false: when it seemed to arrive. */
  other_at: number;
  /** How far beyond the border it surely was at most, 0 for not at all. */
  farthest_meters: number;
}

/** What one variant would have made of one device's past. */
export interface Outcome {
  events: FoldEvent[];
  stays: Stay[];
  false_exits: FalseExit[];
  /** Ended stays of less than `BRIEF_MS`. */
  brief_stays: number;
  /** The fixes to show of each stay and each false exit. */
  fixesOf(item: Stay | FalseExit): LoggedFix[];
}

/**
 * Stays and likely false exits from the events that hold.
 *
 * An exit is likely false where the device was back within `RETURN_MS` and no fix meanwhile, its circle of accuracy
 * taken off, was farther than `hysteresis_meters + RETURN_METERS` beyond the border; or where it ends a stay of less
 * than `BRUSH_MS` during which no fix was inside by more than its circle; or where people called it, or the arrival of the stay
 * that it ends, a false alarm: every variant that tells the same again is wrong again.
 * @param events of this zone and device, in the order in which they were decided
 */
export function outcomeOf(
  geofence: Geofence,
  device_id: number,
  events: readonly FoldEvent[],
  log: FixLog,
  span: { from: number; until: number },
  reported: readonly ReportedEvent[] = [],
): Outcome {
  const stays = staysOf(device_id, events, span);
  const shape = shapeOf(geofence);
  const false_exits = falseExits(stays, log, shape, geofence.hysteresis_meters + RETURN_METERS, reported);
  return {
    events: events.filter(({ occurred_at }) => occurred_at >= span.from),
    stays,
    false_exits,
    brief_stays: stays.filter(isBrief).length,
    fixesOf: (item) => fixesOf(item, log, span),
  };
}

const isBrief = ({ entered_at, left_at, seconds }: Stay) => entered_at !== null && left_at !== null && seconds * 1000 < BRIEF_MS;

function staysOf(device_id: number, events: readonly FoldEvent[], { from, until }: { from: number; until: number }): Stay[] {
  const stays: Stay[] = [];
  let enter: number | null = null;
  const add = (left_at: number | null) => {
    if (enter === null || (left_at ?? until) < from) return;
    const seconds = Math.max(0, ((left_at ?? until) - Math.max(enter, from)) / 1000);
    stays.push({ device_id, entered_at: enter < from ? null : enter, left_at, seconds });
  };
  for (const { event_type, occurred_at } of events) {
    if (event_type === 'enter') enter ??= occurred_at;
    if (event_type !== 'exit') continue;
    add(occurred_at);
    enter = null;
  }
  add(null);
  return stays;
}

function falseExits(
  stays: readonly Stay[],
  log: FixLog,
  shape: Shape,
  near: number,
  reported: readonly ReportedEvent[],
): FalseExit[] {
  const isReported = (event_type: EventType, at: number) =>
    reported.some((event) => event.event_type === event_type && Math.abs(event.occurred_at - at) <= SAME_EVENT_MS);
  return stays.flatMap((stay, i): FalseExit[] => {
    const { device_id, entered_at, left_at } = stay;
    if (left_at === null) return [];
    const back = stays[i + 1]?.entered_at ?? null;
    const said = { device_id, reason: 'reported', left_at, farthest_meters: 0 } as const;
    if (entered_at !== null && isReported('enter', entered_at)) return [{ ...said, other_at: entered_at }];
    if (isReported('exit', left_at)) return [{ ...said, other_at: back ?? left_at }];
    if (back !== null && back - left_at <= RETURN_MS) {
      const farthest_meters = farthest(log.between(left_at, back), shape);
      if (farthest_meters <= near) return [{ device_id, reason: 'returned', left_at, other_at: back, farthest_meters }];
    }
    if (entered_at === null || stay.seconds * 1000 >= BRUSH_MS || wasSurelyInside(log.between(entered_at, left_at), shape))
      return [];
    return [{ device_id, reason: 'brushed', left_at, other_at: entered_at, farthest_meters: 0 }];
  });
}

const depth = (shape: Shape, { latitude, longitude }: LoggedFix) => shape.signedDistance(spherePoint(latitude, longitude));

const farthest = (fixes: readonly LoggedFix[], shape: Shape) =>
  fixes.reduce((most, fix) => Math.max(most, -depth(shape, fix) - fix.accuracy), 0);

const wasSurelyInside = (fixes: readonly LoggedFix[], shape: Shape) => fixes.some((fix) => depth(shape, fix) > fix.accuracy);

function fixesOf(item: Stay | FalseExit, log: FixLog, { from, until }: { from: number; until: number }): LoggedFix[] {
  if (!('reason' in item)) return log.between(item.entered_at ?? from, item.left_at ?? until, SHOWN_FIXES);
  return log.between(Math.min(item.left_at, item.other_at), Math.max(item.left_at, item.other_at), SHOWN_FIXES);
}
