import { distance as metersBetween } from '@/lib/domain/geo';
import type { LatLng } from './shape';
import type { MapLocation } from './types';

/** A fix whose circle is wider than this says too little to be joined into a line. */
export const POOR_ACCURACY_METERS = 1000;
/** Two fixes further apart than both are joined by a dashed line: how the device got there is not known. */
const GAP_MS = 30 * 60_000;
const GAP_METERS = 300;
/** What a fix without accuracy is assumed to be good for, as in the engine. */
const ASSUMED_ACCURACY_METERS = 20;
const METERS_PER_DEGREE = 111_195;
/** Points that are thinned together. */
const PART = 500;

export type TrackFix = Pick<MapLocation, 'id' | 'latitude' | 'longitude' | 'accuracy' | 'velocity' | 'poi' | 'tag'> & {
  /** Epoch ms. */
  at: number;
};

export interface TrackSummary {
  points: number;
  /** Fixes left out of the line because of their accuracy. */
  skipped: number;
  /** Metres along the line, without the wobble of a device that rests. */
  distance: number;
  /** Seconds from the first fix to the last. */
  duration: number;
}

export interface TrackShape {
  /** Where fixes follow each other closely enough for a line to be the truth. */
  lines: LatLng[][];
  /** From the last fix before a gap to the first after it. */
  gaps: LatLng[][];
}

export function toTrackFix(location: MapLocation): TrackFix {
  const { id, latitude, longitude, accuracy, velocity, poi, tag, occurred_at } = location;
  return { id, latitude, longitude, accuracy, velocity, poi, tag, at: Date.parse(occurred_at) };
}

/** Adds fixes in time order; one that is already there stays once. */
export function addFixes(track: readonly TrackFix[], added: readonly TrackFix[]): TrackFix[] {
  const known = new Set(track.map((fix) => fix.id));
  const fresh = added.filter((fix) => !known.has(fix.id));
  const inOrder = fresh.every((fix, index) => fix.at >= (fresh[index - 1] ?? track.at(-1) ?? fix).at);
  const all = [...track, ...fresh];
  return inOrder ? all : all.sort((a, b) => a.at - b.at || a.id - b.id);
}

/** The fixes that can be drawn as a line. */
export function drawable(track: readonly TrackFix[]): TrackFix[] {
  return track.filter((fix) => (fix.accuracy ?? 0) <= POOR_ACCURACY_METERS);
}

/**
 * Points, distance and duration of a track. A fix that could be the same place as the one before (their circles
 * overlap) adds no distance, or a phone on a table would walk kilometres in a night.
 */
export function summarise(track: readonly TrackFix[]): TrackSummary {
  const fixes = drawable(track);
  let anchor = fixes[0];
  let distance = 0;
  for (const fix of fixes) {
    if (!anchor) break;
    const step = metersBetween(anchor, fix);
    if (step <= Math.max(fix.accuracy ?? ASSUMED_ACCURACY_METERS, anchor.accuracy ?? ASSUMED_ACCURACY_METERS)) continue;
    distance += step;
    anchor = fix;
  }
  const first = track[0];
  const last = track.at(-1);
  return {
    points: track.length,
    skipped: track.length - fixes.length,
    distance,
    duration: first && last ? (last.at - first.at) / 1000 : 0,
  };
}

/** The track as lines and gaps for a flat map, thinned to what can be told apart at `tolerance` metres and `limit` points. */
export function shapeOf(track: readonly TrackFix[], tolerance = 2, limit = 20_000): TrackShape {
  const lines: LatLng[][] = [];
  const gaps: LatLng[][] = [];
  let line: LatLng[] = [];
  let previous: { fix: TrackFix; point: LatLng } | null = null;
  for (const fix of drawable(track)) {
    const turn = previous ? Math.round((previous.point[1] - fix.longitude) / 360) * 360 : 0;
    const point: LatLng = [fix.latitude, fix.longitude + turn];
    if (previous && fix.at - previous.fix.at > GAP_MS && metersBetween(previous.fix, fix) > GAP_METERS) {
      gaps.push([previous.point, point]);
      lines.push(line);
      line = [];
    }
    line.push(point);
    previous = { fix, point };
  }
  if (line.length > 0) lines.push(line);
  return { lines: thin(lines, tolerance, limit), gaps };
}

function thin(lines: LatLng[][], tolerance: number, limit: number): LatLng[][] {
  let thinned = lines.map((line) => decimate(line, tolerance));
  for (let wider = tolerance * 2; count(thinned) > limit && wider < 1e6; wider *= 2) {
    thinned = thinned.map((line) => decimate(line, wider));
  }
  return thinned;
}

function count(lines: LatLng[][]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

/**
 * Leaves out points that lie within `tolerance` metres of the line through those that stay (Douglas and Peucker 1973,
 * with a stack instead of recursion). The first and the last point always stay, and so does every 500th: a jittering
 * line would otherwise take time with the square of its length.
 */
export function decimate(line: readonly LatLng[], tolerance: number): LatLng[] {
  if (line.length < 3) return [...line];
  const squared = tolerance * tolerance;
  const keep = new Uint8Array(line.length);
  const stack: [number, number][] = [];
  for (let from = 0; from < line.length - 1; from += PART) {
    const to = Math.min(from + PART, line.length - 1);
    keep[from] = 1;
    keep[to] = 1;
    stack.push([from, to]);
  }
  for (let range = stack.pop(); range; range = stack.pop()) {
    const [from, to] = range;
    const scale = Math.cos((line[from]![0] * Math.PI) / 180);
    let worst = squared;
    let index = -1;
    for (let i = from + 1; i < to; i++) {
      const off = squaredOffset(line[i]!, line[from]!, line[to]!, scale);
      if (off > worst) {
        worst = off;
        index = i;
      }
    }
    if (index < 0) continue;
    keep[index] = 1;
    stack.push([from, index], [index, to]);
  }
  return line.filter((_, index) => keep[index]);
}

/** Squared metres from a point to the segment a–b on the plane that touches the globe there. */
function squaredOffset(point: LatLng, a: LatLng, b: LatLng, scale: number): number {
  const px = (point[1] - a[1]) * scale * METERS_PER_DEGREE;
  const py = (point[0] - a[0]) * METERS_PER_DEGREE;
  const bx = (b[1] - a[1]) * scale * METERS_PER_DEGREE;
  const by = (b[0] - a[0]) * METERS_PER_DEGREE;
  const length = bx * bx + by * by;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, (px * bx + py * by) / length));
  return (px - t * bx) ** 2 + (py - t * by) ** 2;
}
