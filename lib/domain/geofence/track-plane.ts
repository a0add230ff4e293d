const METERS_PER_DEGREE = 111_195;
const RADIANS = Math.PI / 180;

interface LatLon {
  latitude: number;
  longitude: number;
}

/** Metres between two positions, exact enough near each other and never too small by more than the curvature far off. */
export function metersBetween(from: LatLon, to: LatLon): number {
  const north = to.latitude - from.latitude;
  const degrees = to.longitude - from.longitude;
  const east = (degrees - 360 * Math.round(degrees / 360)) * Math.cos(0.5 * RADIANS * (from.latitude + to.latitude));
  return METERS_PER_DEGREE * Math.sqrt(north * north + east * east);
}
