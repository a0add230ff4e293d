import type { LatLng } from '@/components/map/shape';

const METERS_PER_DEGREE = 111_195;
/** Points of a rounded corner, for a quarter of a turn. */
const POINTS_PER_QUARTER = 6;
/** Long sides are cut, so that what has to go near a notch is small. */
const MOST_PIECES = 200;
const TOLERANCE = 0.995;

type Point = [x: number, y: number];

/**
 * The line at a distance outside of a ring, for drawing: each side moved outwards, corners rounded, and what comes nearer to
 * another side than the distance left out, as in notches narrower than twice the distance. On a plane at the ring's
 * middle, which is right to a per mille for zones of some kilometres.
 * @param meters above 0
 * @param outwards false for a hole, whose outside is within it
 * @returns an empty ring where nothing is left, as in a hole narrower than the distance
 */
export function offsetRing(ring: readonly LatLng[], meters: number, outwards = true): LatLng[] {
  if (ring.length < 3) return [];
  const latitude = ring.reduce((sum, [each]) => sum + each, 0) / ring.length;
  const east = METERS_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
  const [lat0, lng0] = ring[0] as LatLng;
  const points = ring.map(([lat, lng]): Point => [(lng - lng0) * east, (lat - lat0) * METERS_PER_DEGREE]);
  const turned = areaOf(points) > 0 === outwards ? points : points.reverse();
  const raw = cut(turned).flatMap((corner, i, all) =>
    around(all[(i + all.length - 1) % all.length]!, corner, all[(i + 1) % all.length]!, meters),
  );
  const limit = (meters * TOLERANCE) ** 2;
  return raw
    .filter((point) => turned.every((from, i) => squareDistance(point, from, turned[(i + 1) % turned.length]!) >= limit))
    .map(([x, y]): LatLng => [lat0 + y / METERS_PER_DEGREE, lng0 + x / east]);
}

/** Twice the signed area; above 0 against the clock. */
function areaOf(points: readonly Point[]): number {
  return points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
}

function cut(points: readonly Point[]): Point[] {
  const length = (i: number) => {
    const [[x, y], [nextX, nextY]] = [points[i]!, points[(i + 1) % points.length]!];
    return Math.hypot(nextX - x, nextY - y);
  };
  const longest = points.reduce((sum, _, i) => sum + length(i), 0) / MOST_PIECES;
  return points.flatMap(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length]!;
    const pieces = Math.max(1, Math.ceil(length(i) / longest));
    return Array.from({ length: pieces }, (_, k): Point => [x + ((nextX - x) * k) / pieces, y + ((nextY - y) * k) / pieces]);
  });
}

/** The points at the distance on the right-hand side of a corner of a ring that runs against the clock. */
function around(before: Point, corner: Point, after: Point, meters: number): Point[] {
  const start = Math.atan2(corner[1] - before[1], corner[0] - before[0]) - Math.PI / 2;
  const end = Math.atan2(after[1] - corner[1], after[0] - corner[0]) - Math.PI / 2;
  const turn = Math.atan2(Math.sin(end - start), Math.cos(end - start));
  const steps = turn > 0 ? Math.ceil(turn / (Math.PI / 2 / POINTS_PER_QUARTER)) : 1;
  return Array.from({ length: steps + 1 }, (_, i): Point => {
    const angle = start + (turn * i) / steps;
    return [corner[0] + meters * Math.cos(angle), corner[1] + meters * Math.sin(angle)];
  });
}

function squareDistance([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - fromX) * dx + (y - fromY) * dy) / square));
  return (x - fromX - share * dx) ** 2 + (y - fromY - share * dy) ** 2;
}
