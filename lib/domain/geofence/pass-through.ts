import type { Bounds, Shape } from '@/lib/domain/geo';
import { circleBounds, distance, type LatLon, type SpherePoint } from '@/lib/domain/geo';
import { latLonOf, spherePoint, wrapLongitude } from '@/lib/domain/geo/sphere';
import type { Fix, ZoneRule } from '@/lib/domain/model';
import type { Transition } from './side';
import type { Zone } from './zone';

/** A judged position of the device, one end of a way that no fix describes. */
export interface Waypoint extends LatLon {
  /** Radius of the 68 % circle, metres. */
  accuracy: number;
  at: number;
}

/** After a longer silence nobody knows which way was taken: phones that save power report every 5 minutes on the move. */
const LONGEST_GAP_MS = 15 * 60_000;
/** Faster than a train is no way that was travelled on the ground. */
const FASTEST_METERS_PER_SECOND = 300 / 3.6;
/** How far the real way strays to the side of the straight one, as a part of the distance to its nearer end (68 %). */
const STRAY = 0.05;
/** Less likely passages are not told: a way that only touches the border is as likely to have missed it. */
const LEAST_CONFIDENCE = 0.75;
const SIGMAS_OF_ACCURACY = Math.sqrt(-2 * Math.log(1 - 0.68));
/** The border is looked for in steps of at least this, and then to within a hundredth of it, metres. */
const STEP_METERS = 2;

/** Where a straight way runs through an area, as parts of its length, 0–1. */
export interface Passage {
  enter: number;
  exit: number;
  /** Metres inside; less than between `enter` and `exit` where it leaves in between. */
  chord: number;
  /** The greatest distance to the border on the way, metres. */
  depth: number;
  deepest: number;
}

/** Whether a way between two positions is one of which the middle can be known. */
export function isOneWay(from: Waypoint, to: Waypoint): boolean {
  const gap = to.at - from.at;
  if (gap <= 0 || gap > LONGEST_GAP_MS) return false;
  return distance(from, to) <= (FASTEST_METERS_PER_SECOND * gap) / 1000 + from.accuracy + to.accuracy;
}

/** A box around the great circle between them: that of the circle of which it is a diameter. */
export function wayBounds(from: LatLon, to: LatLon): Bounds {
  return circleBounds(pointOn(way(from, to), 0.5), distance(from, to) / 2);
}

/**
 * The enter and the exit of a device that was measured before and behind a zone and not in it; their times and places are
 * interpolated on the great circle. One pair, also where the way leaves the zone in between (a hole, members of a group).
 * @returns null where the way misses the zone, is too short in it for the accuracies, or for the zone's confirmation
 */
export function passThrough(
  from: Waypoint,
  to: Waypoint,
  fix: Fix,
  { shape }: Zone,
  rule: ZoneRule,
): [Transition, Transition] | null {
  const passage = passageOf(shape, from, to);
  if (passage === null || passage.chord <= from.accuracy + to.accuracy) return null;
  if (Math.max(from.accuracy, to.accuracy) > rule.max_accuracy_meters) return null;
  const confidence = confidenceOf(passage, from, to, shape.size_meters);
  if (confidence < LEAST_CONFIDENCE) return null;
  const [entered, left] = [timeAt(from, to, passage.enter), timeAt(from, to, passage.exit)];
  if (left - entered < 1000 * rule.confirm_seconds) return null;
  const said = { decided_at: fix.occurred_at, received_at: fix.received_at, location_id: fix.id, confidence } as const;
  const eventAt = (part: number) => {
    const { latitude, longitude } = pointOn(way(from, to), part);
    const accuracy = spreadAt(from, to, part);
    return { ...said, latitude, longitude, accuracy, distance_from_center: distance({ latitude, longitude }, shape.center) };
  };
  const both = { is_pass_through: true, witnesses: ['geometry'] } satisfies Partial<Transition>;
  return [
    { ...eventAt(passage.enter), ...both, type: 'enter', occurred_at: entered, stay_seconds: null },
    { ...eventAt(passage.exit), ...both, type: 'exit', occurred_at: left, stay_seconds: (left - entered) / 1000 },
  ];
}

const timeAt = (from: Waypoint, to: Waypoint, part: number) => Math.round(from.at + part * (to.at - from.at));

/** Radius of the 68 % circle around an interpolated position, metres. */
function spreadAt(from: Waypoint, to: Waypoint, part: number): number {
  const measured = from.accuracy + part * (to.accuracy - from.accuracy);
  return Math.hypot(measured, STRAY * distance(from, to) * Math.min(part, 1 - part));
}

/** Probability that the real way, which lies to the side of the straight one by a normal error, meets the zone, 0–1. */
function confidenceOf({ depth, deepest }: Passage, from: Waypoint, to: Waypoint, size: number): number {
  const sigma = spreadAt(from, to, deepest) / SIGMAS_OF_ACCURACY;
  return normal(depth / sigma) - normal((depth - 2 * Math.max(size, depth)) / sigma);
}

/** The standard normal distribution function (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
function normal(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const tail = density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}

interface Way {
  start: SpherePoint;
  end: SpherePoint;
  /** The angle between them, radians. */
  angle: number;
}

function way(from: LatLon, to: LatLon): Way {
  const start = spherePoint(from.latitude, wrapLongitude(from.longitude));
  const end = spherePoint(to.latitude, wrapLongitude(to.longitude));
  const chord = Math.hypot(start.x - end.x, start.y - end.y, start.z - end.z);
  return { start, end, angle: 2 * Math.asin(Math.min(1, chord / 2)) };
}

/** The point on the great circle at a part of the way (spherical linear interpolation). */
function pointOn({ start, end, angle }: Way, part: number): SpherePoint {
  if (angle < 1e-12) return start;
  const [a, b] = [Math.sin((1 - part) * angle), Math.sin(part * angle)];
  const { latitude, longitude } = latLonOf(a * start.x + b * end.x, a * start.y + b * end.y, a * start.z + b * end.z);
  return spherePoint(latitude, wrapLongitude(longitude));
}

/**
 * Walks along the way; at each point the border is at least `signedDistance` away, so that much can be skipped.
 * @returns null where the way has no point in the area, or begins or ends in it
 */
export function passageOf(shape: Shape, from: LatLon, to: LatLon): Passage | null {
  const line = way(from, to);
  const length = distance(from, to);
  if (length === 0 || shape.contains(line.start) || shape.contains(line.end)) return null;
  const passage: Passage = { enter: -1, exit: -1, chord: 0, depth: 0, deepest: 0.5 };
  let at = 0;
  let inside = false;
  let begun = 0;
  while (at < 1) {
    const depth = shape.signedDistance(pointOn(line, at));
    note(passage, depth, at);
    const next = Math.min(1, at + Math.max(Math.abs(depth), STEP_METERS) / length);
    const isIn = shape.contains(pointOn(line, next));
    if (isIn !== inside) {
      const border = borderBetween(shape, line, at, next, isIn, length);
      if (isIn) begun = border;
      else close(passage, shape, line, begun, border, length);
      if (isIn && passage.enter < 0) passage.enter = border;
      inside = isIn;
    }
    at = next;
  }
  return passage.exit < 0 ? null : passage;
}

function close(passage: Passage, shape: Shape, line: Way, begun: number, border: number, length: number): void {
  const middle = (begun + border) / 2;
  note(passage, shape.signedDistance(pointOn(line, middle)), middle);
  passage.exit = border;
  passage.chord += (border - begun) * length;
}

function note(passage: Passage, depth: number, at: number): void {
  if (depth <= passage.depth) return;
  passage.depth = depth;
  passage.deepest = at;
}

function borderBetween(shape: Shape, line: Way, from: number, to: number, entering: boolean, length: number): number {
  let [low, high] = [from, to];
  while ((high - low) * length > STEP_METERS / 100) {
    const middle = (low + high) / 2;
    if (shape.contains(pointOn(line, middle)) === entering) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
