import type { Position } from '@/lib/domain/model';
import { RADIANS, shorterWay } from './sphere';

/**
 * A ring with continuous longitudes, so that it can be treated as a figure in the plane of longitude and latitude:
 * its edges are straight there, as GeoJSON defines and as maps draw them, and take the shorter way round the earth.
 */
export interface Ring {
  longitudes: number[];
  latitudes: number[];
  /** Vertices from here on only close the figure over a pole; they are no border. */
  borderVertices: number;
}

/**
 * @param ring closed or not; longitudes may be written within ±180 or go on beyond
 * A ring that goes round a pole is closed over the pole that is nearer to it.
 */
export function unwrapRing(ring: readonly Position[]): Ring {
  const first = ring[0] ?? [0, 0];
  const longitudes = [first[0]];
  const latitudes = [first[1]];
  for (const [longitude, latitude] of ring.slice(1)) {
    const previous = longitudes[longitudes.length - 1] as number;
    const near = previous + shorterWay(longitude - previous);
    // By whole turns from the value as given: sums of differences would no longer meet exactly at the end.
    longitudes.push(longitude + 360 * Math.round((near - longitude) / 360));
    latitudes.push(latitude);
  }
  closeRing(longitudes, latitudes);
  const turn = (longitudes[longitudes.length - 1] as number) - first[0];
  const borderVertices = longitudes.length;
  if (Math.abs(turn) > 180) {
    const pole = latitudes.reduce((sum, latitude) => sum + latitude, 0) >= 0 ? 90 : -90;
    longitudes.push(first[0] + turn, first[0], first[0]);
    latitudes.push(pole, pole, first[1]);
  }
  return { longitudes, latitudes, borderVertices };
}

function closeRing(longitudes: number[], latitudes: number[]): void {
  const last = longitudes.length - 1;
  const back = shorterWay((longitudes[0] as number) - (longitudes[last] as number));
  if (back === 0 && latitudes[0] === latitudes[last] && last > 0) return;
  longitudes.push((longitudes[last] as number) + back);
  latitudes.push(latitudes[0] as number);
}

/** Moves a hole by whole turns so that it lies in the frame of the ring around it. */
export function alignRing(ring: Ring, outer: Ring): Ring {
  const west = Math.min(...outer.longitudes);
  const turns = Math.ceil((west - Math.min(...ring.longitudes)) / 360 - 1e-12) * 360;
  return turns === 0 ? ring : { ...ring, longitudes: ring.longitudes.map((longitude) => longitude + turns) };
}

/**
 * Area in steradians. The area between an edge and the equator is ∫ sin φ dλ, which for an edge that is straight in
 * longitude and latitude is Δλ · sin φₘ · sin h / h, with φₘ its middle latitude and h half its height.
 */
export function ringArea(ring: Ring): number {
  let sum = 0;
  for (let i = 1; i < ring.longitudes.length; i++) {
    const from = (ring.latitudes[i - 1] as number) * RADIANS;
    const to = (ring.latitudes[i] as number) * RADIANS;
    const width = ((ring.longitudes[i] as number) - (ring.longitudes[i - 1] as number)) * RADIANS;
    const half = (to - from) / 2;
    sum += width * Math.sin((from + to) / 2) * (half === 0 ? 1 : Math.sin(half) / half);
  }
  return Math.abs(sum);
}
