import type { Geofence, PolygonGeometry } from '@/lib/domain/model';
import { Border } from './border';
import { type Bounds, circleBounds, longitudeRange } from './bounds';
import { alignRing, type Ring, ringArea, unwrapRing } from './ring';
import {
  chordOfMeters,
  chordSquared,
  EARTH_RADIUS_METERS,
  type LatLon,
  latLonOf,
  metersOfChord,
  type SpherePoint,
  spherePoint,
} from './sphere';

/** A zone's area, prepared for many questions. */
export interface Shape {
  readonly center: LatLon;
  readonly area_square_meters: number;
  /** Radius in metres of a circle of the same area; for a circle its radius. */
  readonly size_meters: number;
  readonly bounds: Bounds;
  contains(point: SpherePoint): boolean;
  /** Metres to the border: positive inside, negative outside. */
  signedDistance(point: SpherePoint): number;
}

export class CircleShape implements Shape {
  readonly center: SpherePoint;
  readonly area_square_meters: number;
  readonly size_meters: number;
  readonly bounds: Bounds;
  /** The point is inside when the square of its chord to the centre is at most this. */
  readonly chord: number;

  constructor(center: LatLon, radiusMeters: number) {
    this.center = spherePoint(center.latitude, center.longitude);
    this.size_meters = radiusMeters;
    this.chord = chordOfMeters(radiusMeters);
    // A spherical cap: 2πR²(1 − cos θ), and 2(1 − cos θ) is the square of the chord.
    this.area_square_meters = Math.PI * EARTH_RADIUS_METERS ** 2 * this.chord;
    this.bounds = circleBounds(center, radiusMeters);
  }

  contains(point: SpherePoint): boolean {
    return chordSquared(point, this.center) <= this.chord;
  }

  signedDistance(point: SpherePoint): number {
    return this.size_meters - metersOfChord(chordSquared(point, this.center));
  }
}

export class PolygonShape implements Shape {
  readonly area_square_meters: number;
  readonly size_meters: number;
  readonly bounds: Bounds;
  private readonly west: number;
  private readonly east: number;
  /** Edges of all rings: longitude and latitude of the start and of the end. */
  private readonly edges: Float64Array;
  // Made when first asked for: most zones are only ever asked whether they contain a point.
  private knownBorders: Border[] | null = null;
  private knownCenter: LatLon | null = null;

  constructor(private readonly geometry: PolygonGeometry) {
    const rings = ringsOf(geometry);
    const [outer] = rings as [Ring];
    this.edges = Float64Array.from(rings.flatMap(edgesOf));
    const [whole = 0, ...holes] = rings.map(ringArea);
    const steradians = holes.reduce((rest, hole) => Math.max(0, rest - hole), whole);
    this.area_square_meters = steradians * EARTH_RADIUS_METERS ** 2;
    this.size_meters = Math.sqrt(this.area_square_meters / Math.PI);
    this.west = Math.min(...outer.longitudes);
    this.east = Math.max(...outer.longitudes);
    this.bounds = {
      south: Math.min(...outer.latitudes),
      north: Math.max(...outer.latitudes),
      ...longitudeRange(this.west, this.east),
    };
  }

  get center(): LatLon {
    this.knownCenter ??= centerOf(ringsOf(this.geometry), this.borders);
    return this.knownCenter;
  }

  private get borders(): Border[] {
    this.knownBorders ??= ringsOf(this.geometry).map((ring) => new Border(ring));
    return this.knownBorders;
  }

  contains(point: SpherePoint): boolean {
    const longitude = this.west + ((((point.longitude - this.west) % 360) + 360) % 360);
    if (longitude > this.east) return false;
    // The north pole itself lies on the upper edge of the plane; a tenth of a millimetre south of it the ray can tell.
    return crossings(this.edges, longitude, Math.min(point.latitude, 90 - 1e-9)) % 2 === 1;
  }

  signedDistance(point: SpherePoint): number {
    let distance = Number.POSITIVE_INFINITY;
    for (const border of this.borders) distance = Math.min(distance, border.distance(point));
    return this.contains(point) ? distance : -distance;
  }
}

/** The area of a zone that is not a group. @throws Error where the geometry that the shape needs is missing */
export function shapeOf(
  geofence: Pick<Geofence, 'id' | 'shape_type' | 'center_latitude' | 'center_longitude' | 'radius_meters' | 'geometry'>,
): Shape {
  if (geofence.shape_type === 'circle') {
    const { center_latitude: latitude, center_longitude: longitude, radius_meters: radius } = geofence;
    if (latitude === null || longitude === null || radius === null) {
      throw new Error(`zone ${geofence.id} is a circle without centre or radius`);
    }
    return new CircleShape({ latitude, longitude }, radius);
  }
  if ((geofence.geometry?.coordinates[0]?.length ?? 0) < 3) throw new Error(`zone ${geofence.id} has no border`);
  return new PolygonShape(geofence.geometry as PolygonGeometry);
}

function ringsOf(geometry: PolygonGeometry): Ring[] {
  const outer = unwrapRing(geometry.coordinates[0] ?? []);
  return [outer, ...geometry.coordinates.slice(1).map((hole) => alignRing(unwrapRing(hole), outer))];
}

/** How often a ray due east crosses the edges; odd means inside, and holes count by themselves. */
function crossings(edges: Float64Array, longitude: number, latitude: number): number {
  let count = 0;
  for (let i = 0; i < edges.length; i += 4) {
    const from = edges[i + 1] as number;
    const to = edges[i + 3] as number;
    if (from > latitude === to > latitude) continue;
    const west = edges[i] as number;
    const at = west + (((edges[i + 2] as number) - west) * (latitude - from)) / (to - from);
    if (longitude < at) count++;
  }
  return count;
}

function edgesOf(ring: Ring): number[] {
  const edges: number[] = [];
  for (let i = 1; i < ring.longitudes.length; i++) {
    edges.push(ring.longitudes[i - 1] as number, ring.latitudes[i - 1] as number);
    edges.push(ring.longitudes[i] as number, ring.latitudes[i] as number);
  }
  return edges;
}

/** The centroid of the area on the sphere. May lie outside of an area that is bent. */
function centerOf(rings: readonly Ring[], borders: readonly Border[]): LatLon {
  const [outer] = rings as [Ring];
  const middle = [0, 0, 0];
  for (let i = 0; i < outer.borderVertices; i++) {
    const vertex = spherePoint(outer.latitudes[i] as number, outer.longitudes[i] as number);
    middle[0] = (middle[0] as number) + vertex.x;
    middle[1] = (middle[1] as number) + vertex.y;
    middle[2] = (middle[2] as number) + vertex.z;
  }
  const towards = (m: readonly number[]) => Math.sign(dot(m, middle)) || 1;
  const sum = [0, 0, 0].map((_, axis) =>
    borders.reduce((total, { moment }, i) => total + (i === 0 ? 1 : -1) * towards(moment) * (moment[axis] as number), 0),
  );
  const [x = 0, y = 0, z = 0] = Math.hypot(...sum) > 1e-18 ? sum : middle;
  return latLonOf(x, y, z);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, axis) => sum + value * (b[axis] as number), 0);
}
