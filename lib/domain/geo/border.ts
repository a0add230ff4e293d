import type { Ring } from './ring';
import { chordSquared, EARTH_RADIUS_METERS, metersOfChord, type SpherePoint, spherePoint } from './sphere';

/** How far a piece may stray from the edge it stands for, in metres. */
const TOLERANCE_METERS = 0.25;
const MAX_PIECES_PER_EDGE = 2048;
const PIECES_PER_GROUP = 16;
/** start (3), unit normal of the great circle (3), inward tangents at the start (3) and at the end (3) */
const STRIDE = 12;

/**
 * The border of a polygon for the question "how far is it?". Edges are straight in longitude and latitude, and are
 * cut into arcs of great circles short enough to follow them; the distance to an arc is exact on the sphere.
 */
export class Border {
  private readonly pieces: Float64Array;
  private readonly groups: { center: SpherePoint; radius: number }[] = [];
  /** ∫ r dA over the enclosed area, up to its sign: points to the area's centre. */
  readonly moment: readonly [number, number, number];

  constructor(ring: Ring) {
    const points = cut(ring);
    const values: number[] = [];
    for (let i = 1; i < points.length; i++) addPiece(values, points[i - 1] as SpherePoint, points[i] as SpherePoint);
    this.pieces = Float64Array.from(values);
    this.moment = momentOf(points);
    for (let i = 0; i + 1 < points.length; i += PIECES_PER_GROUP) {
      this.groups.push(enclosing(points.slice(i, i + PIECES_PER_GROUP + 1)));
    }
  }

  /** Distance in metres from a point to the nearest place of the border. */
  distance(point: SpherePoint): number {
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.groups.length; i++) {
      const group = this.groups[i] as { center: SpherePoint; radius: number };
      const gap = Math.sqrt(chordSquared(point, group.center)) - group.radius;
      if (gap <= 0 || gap * gap < best) best = Math.min(best, this.nearestOfGroup(point, i));
    }
    return metersOfChord(best);
  }

  private nearestOfGroup({ x, y, z }: SpherePoint, group: number): number {
    const p = this.pieces;
    const end = Math.min((group + 1) * PIECES_PER_GROUP * STRIDE, p.length);
    let best = Number.POSITIVE_INFINITY;
    for (let i = group * PIECES_PER_GROUP * STRIDE; i < end; i += STRIDE) {
      const alongStart = x * at(p, i + 6) + y * at(p, i + 7) + z * at(p, i + 8);
      const alongEnd = x * at(p, i + 9) + y * at(p, i + 10) + z * at(p, i + 11);
      const squared =
        alongStart >= 0 && alongEnd >= 0
          ? chordOfSine(x * at(p, i + 3) + y * at(p, i + 4) + z * at(p, i + 5))
          : (x - at(p, i)) ** 2 + (y - at(p, i + 1)) ** 2 + (z - at(p, i + 2)) ** 2;
      if (squared < best) best = squared;
    }
    return best;
  }
}

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}

/** Square of the chord of an angle given by its sine; exact for small angles too. */
function chordOfSine(sine: number): number {
  const squared = Math.min(1, sine * sine);
  return (2 * squared) / (1 + Math.sqrt(1 - squared));
}

/** The vertices of the ring and as many points between them as the tolerance asks for. */
function cut(ring: Ring): SpherePoint[] {
  const points: SpherePoint[] = [];
  for (let i = 0; i < ring.borderVertices; i++) {
    const longitude = ring.longitudes[i] as number;
    const latitude = ring.latitudes[i] as number;
    const previousLongitude = ring.longitudes[i - 1] ?? longitude;
    const previousLatitude = ring.latitudes[i - 1] ?? latitude;
    const along = (t: number) =>
      spherePoint(previousLatitude + (latitude - previousLatitude) * t, previousLongitude + (longitude - previousLongitude) * t);
    const pieces = i === 0 ? 1 : piecesNeeded(along);
    for (let piece = 1; piece <= pieces; piece++) points.push(along(piece / pieces));
  }
  return points;
}

/** The gap between an edge and the great circle grows with the square of its length; it is looked at in quarters, for edges that cross the equator. */
function piecesNeeded(along: (t: number) => SpherePoint): number {
  let gap = 0;
  for (const [from, to] of [
    [0, 1],
    [0, 0.5],
    [0.5, 1],
  ] as const) {
    const a = along(from);
    const b = along(to);
    const length = Math.hypot(a.x + b.x, a.y + b.y, a.z + b.z);
    if (length < 1e-9) return MAX_PIECES_PER_EDGE;
    const middle = along((from + to) / 2);
    const dx = (a.x + b.x) / length - middle.x;
    const dy = (a.y + b.y) / length - middle.y;
    const dz = (a.z + b.z) / length - middle.z;
    gap = Math.max(gap, (Math.hypot(dx, dy, dz) * EARTH_RADIUS_METERS) / (to - from) ** 2);
  }
  return Math.min(MAX_PIECES_PER_EDGE, Math.max(1, Math.ceil(Math.sqrt(gap / TOLERANCE_METERS))));
}

function addPiece(values: number[], a: SpherePoint, b: SpherePoint): void {
  const [nx, ny, nz] = cross(a.x, a.y, a.z, b.x, b.y, b.z);
  const sine = Math.hypot(nx, ny, nz);
  // Two vertices in one place (closer than a micrometre): the tangents are nought and the start is what counts.
  if (sine < 1e-13) {
    values.push(a.x, a.y, a.z, 0, 0, 0, -a.x, -a.y, -a.z, -a.x, -a.y, -a.z);
    return;
  }
  const [ux, uy, uz] = [nx / sine, ny / sine, nz / sine];
  values.push(a.x, a.y, a.z, ux, uy, uz);
  values.push(uy * a.z - uz * a.y, uz * a.x - ux * a.z, ux * a.y - uy * a.x);
  values.push(b.y * uz - b.z * uy, b.z * ux - b.x * uz, b.x * uy - b.y * ux);
}

/**
 * An arc of angle θ from a to b contributes ½ θ/sin θ · a × b (Stokes). For a small area these nearly cancel; so the sum
 * of a × b is taken as seen from the first point, which is the same for a closed line, and the rest is added to it.
 */
function momentOf(points: readonly SpherePoint[]): [number, number, number] {
  const first = points[0] as SpherePoint;
  const moment: [number, number, number] = [0, 0, 0];
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as SpherePoint;
    const b = points[i] as SpherePoint;
    const whole = cross(a.x, a.y, a.z, b.x, b.y, b.z);
    const seen = cross(a.x - first.x, a.y - first.y, a.z - first.z, b.x - first.x, b.y - first.y, b.z - first.z);
    const sine = Math.hypot(...whole);
    const angle = Math.atan2(sine, a.x * b.x + a.y * b.y + a.z * b.z);
    const excess = sine < 1e-4 ? (sine * sine) / 6 : angle / sine - 1;
    for (const axis of [0, 1, 2] as const) moment[axis] += (seen[axis] + whole[axis] * excess) / 2;
  }
  return moment;
}

function cross(ax: number, ay: number, az: number, bx: number, by: number, bz: number): [number, number, number] {
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
}

/** A ball that holds the arcs between consecutive points. */
function enclosing(points: readonly SpherePoint[]): { center: SpherePoint; radius: number } {
  const center = { latitude: 0, longitude: 0, x: 0, y: 0, z: 0 };
  for (const point of points) {
    center.x += point.x / points.length;
    center.y += point.y / points.length;
    center.z += point.z / points.length;
  }
  let radius = 0;
  let bulge = 0;
  for (let i = 0; i < points.length; i++) {
    const point = points[i] as SpherePoint;
    radius = Math.max(radius, Math.sqrt(chordSquared(center, point)));
    // An arc rises above its chord by at most half the chord's length.
    if (i > 0) bulge = Math.max(bulge, Math.sqrt(chordSquared(points[i - 1] as SpherePoint, point)) / 2);
  }
  radius += bulge;
  return { center, radius };
}
