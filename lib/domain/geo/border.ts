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
    const moment: [number, number, number] = [0, 0, 0];
    for (let i = 1; i < points.length; i++) addPiece(values, moment, points[i - 1] as SpherePoint, points[i] as SpherePoint);
    this.pieces = Float64Array.from(values);
    this.moment = moment;
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

function addPiece(values: number[], moment: [number, number, number], a: SpherePoint, b: SpherePoint): void {
  const nx = a.y * b.z - a.z * b.y;
  const ny = a.z * b.x - a.x * b.z;
  const nz = a.x * b.y - a.y * b.x;
  const sine = Math.hypot(nx, ny, nz);
  // Two vertices in one place: the tangents are nought and the start is what counts.
  if (sine === 0) {
    values.push(a.x, a.y, a.z, 0, 0, 0, -a.x, -a.y, -a.z, -a.x, -a.y, -a.z);
    return;
  }
  const [ux, uy, uz] = [nx / sine, ny / sine, nz / sine];
  values.push(a.x, a.y, a.z, ux, uy, uz);
  values.push(uy * a.z - uz * a.y, uz * a.x - ux * a.z, ux * a.y - uy * a.x);
  values.push(b.y * uz - b.z * uy, b.z * ux - b.x * uz, b.x * uy - b.y * ux);
  // An arc of a great circle contributes its angle times its normal (Stokes).
  const angle = Math.atan2(sine, a.x * b.x + a.y * b.y + a.z * b.z) / 2;
  moment[0] += ux * angle;
  moment[1] += uy * angle;
  moment[2] += uz * angle;
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
