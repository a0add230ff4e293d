import { EARTH_RADIUS_METERS, type LatLon, spherePoint } from '@/lib/domain/geo';

/** Metres east and south of a centre, as in a picture. */
export interface Spot {
  x: number;
  y: number;
}

export type Projection = (place: LatLon) => Spot;

/**
 * The azimuthal equidistant projection: distances and directions from the centre are true, and neither the antimeridian nor
 * the poles are special (Snyder, Map Projections, 1987, p. 195).
 */
export function projectionAt(center: LatLon): Projection {
  const { x, y, z } = spherePoint(center.latitude, center.longitude);
  const radians = (center.longitude * Math.PI) / 180;
  const east = { x: -Math.sin(radians), y: Math.cos(radians) };
  const north = { x: -z * Math.cos(radians), y: -z * Math.sin(radians), z: Math.hypot(x, y) };
  return ({ latitude, longitude }) => {
    const to = spherePoint(latitude, longitude);
    const right = to.x * east.x + to.y * east.y;
    const up = to.x * north.x + to.y * north.y + to.z * north.z;
    const sine = Math.hypot(right, up);
    if (sine === 0) return { x: 0, y: 0 };
    const meters = EARTH_RADIUS_METERS * Math.atan2(sine, to.x * x + to.y * y + to.z * z);
    return { x: (right / sine) * meters, y: (-up / sine) * meters };
  };
}

/** A part of the plane, and how large it is shown. */
export interface View {
  /** The corner in the north-west, in metres. */
  left: number;
  top: number;
  metersPerPixel: number;
}

/** Shows no less than so many metres from side to side: closer, a map says nothing. */
const LEAST_METERS = 160;
/** Kept free at each side, as a part of the picture. */
const MARGIN = 0.1;

/** The closest view of all spots in a picture of `width` × `height` pixels. */
export function viewOf(spots: readonly Spot[], width: number, height: number): View {
  const [west, east] = rangeOf(spots.map(({ x }) => x));
  const [north, south] = rangeOf(spots.map(({ y }) => y));
  const free = 1 - 2 * MARGIN;
  const metersPerPixel = Math.max((east - west) / (width * free), (south - north) / (height * free), LEAST_METERS / width);
  return {
    left: (west + east - width * metersPerPixel) / 2,
    top: (north + south - height * metersPerPixel) / 2,
    metersPerPixel,
  };
}

function rangeOf(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

/** The largest of 1, 2 and 5 times a power of ten that is not more than `most`. */
export function roundLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2, 1].find((factor) => factor * power <= most) ?? 1) * power;
}
