import { chordSquared, type LatLon, latLonOf, metersOfChord, type SpherePoint, spherePoint } from './sphere';

export interface EnclosingCircle extends LatLon {
  radius_meters: number;
}

/** A cap of the sphere: its middle, and the square of the chord to its border. */
interface Cap {
  center: SpherePoint;
  chord: number;
}

/** Rounding must not make a point on the border an outer one; as the square of a chord, this is less than a millimetre. */
const TOLERANCE = 1e-20;

/**
 * The smallest circle on the sphere that holds all points, which lie within a hemisphere (Welzl's incremental construction, with
 * caps in place of discs: two points span a cap around their middle, three around the normal of their plane). Linear on
 * average, since the points are taken in a fixed random order.
 * @throws RangeError without points
 */
export function enclosingCircle(positions: readonly LatLon[]): EnclosingCircle {
  const points = shuffled(positions.map(({ latitude, longitude }) => spherePoint(latitude, longitude)));
  const [first] = points;
  if (!first) throw new RangeError('a circle around no points');
  let cap: Cap = { center: first, chord: 0 };
  for (const [i, point] of points.entries()) {
    if (!holds(cap, point)) cap = capThrough(points.slice(0, i), point);
  }
  const { latitude, longitude } = cap.center;
  return { latitude, longitude, radius_meters: metersOfChord(cap.chord) };
}

/** The smallest one that holds `points` and has `a` on its border. */
function capThrough(points: readonly SpherePoint[], a: SpherePoint): Cap {
  let cap: Cap = { center: a, chord: 0 };
  for (const [i, b] of points.entries()) {
    if (holds(cap, b)) continue;
    cap = capOfTwo(a, b);
    for (const c of points.slice(0, i)) if (!holds(cap, c)) cap = capOfThree(a, b, c);
  }
  return cap;
}

const holds = ({ center, chord }: Cap, point: SpherePoint) => chordSquared(center, point) <= chord + TOLERANCE + chord * 1e-12;

const capAround = (x: number, y: number, z: number, on: SpherePoint): Cap => {
  const { latitude, longitude } = latLonOf(x, y, z);
  const center = spherePoint(latitude, longitude);
  return { center, chord: chordSquared(center, on) };
};

const capOfTwo = (a: SpherePoint, b: SpherePoint) => capAround(a.x + b.x, a.y + b.y, a.z + b.z, a);

/** The middle lies on the normal of the plane through the three, on their side of the sphere. */
function capOfThree(a: SpherePoint, b: SpherePoint, c: SpherePoint): Cap {
  const [ux, uy, uz] = [b.x - a.x, b.y - a.y, b.z - a.z];
  const [vx, vy, vz] = [c.x - a.x, c.y - a.y, c.z - a.z];
  const normal = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx] as const;
  const side = Math.sign(normal[0] * a.x + normal[1] * a.y + normal[2] * a.z) || 1;
  return capAround(normal[0] * side, normal[1] * side, normal[2] * side, a);
}

/** The same order each time (Fisher and Yates, with a linear congruential generator of Knuth). */
function shuffled(points: SpherePoint[]): SpherePoint[] {
  let seed = 1;
  for (let i = points.length - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const j = seed % (i + 1);
    [points[i], points[j]] = [points[j] as SpherePoint, points[i] as SpherePoint];
  }
  return points;
}
