import { RADIANS, shorterWay, wrapLongitude } from '@/lib/domain/geo/sphere';

const METERS_PER_DEGREE = 111_195;

interface LatLon {
  latitude: number;
  longitude: number;
}

/**
 * Metres between two positions on a plane that touches the earth between them. Within 0.1 % up to 100 km away from the
 * poles; too long, never too short by much, beyond. One cosine, since this is asked several times for each fix.
 */
export function metersBetween(from: LatLon, to: LatLon): number {
  const north = to.latitude - from.latitude;
  const middle = 0.5 * RADIANS * (from.latitude + to.latitude);
  const east = shorterWay(to.longitude - from.longitude) * Math.cos(middle);
  return METERS_PER_DEGREE * Math.sqrt(north * north + east * east);
}

/** The position a share of the way from one to the other, which are near each other; across the antimeridian, too. */
export function partWay(from: LatLon, to: LatLon, share: number): LatLon {
  return {
    latitude: from.latitude + share * (to.latitude - from.latitude),
    longitude: wrapLongitude(from.longitude + share * shorterWay(to.longitude - from.longitude)),
  };
}
