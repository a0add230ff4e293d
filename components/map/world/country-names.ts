import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { unroll } from './tiles';

/** A country's name and where its largest piece has room for it. */
export interface CountryName {
  name: string;
  latitude: number;
  longitude: number;
  /** How wide that piece is, in degrees of longitude. */
  width: number;
}

type Ring = readonly number[][];

const MOST_LATITUDE = 85;

/** Centroid (of the polygon in plain degrees, which is near enough for a name), size and extent of a ring. */
function measureRing(ring: Ring): CountryName & { area: number } {
  let doubled = 0;
  let longitudes = 0;
  let latitudes = 0;
  let west = Infinity;
  let east = -Infinity;
  for (let i = 0; i < ring.length; i++) {
    const [ax = 0, ay = 0] = ring[i]!;
    const [bx = 0, by = 0] = ring[(i + 1) % ring.length]!;
    const cross = ax * by - bx * ay;
    doubled += cross;
    longitudes += (ax + bx) * cross;
    latitudes += (ay + by) * cross;
    west = Math.min(west, ax);
    east = Math.max(east, ax);
  }
  const latitude = doubled === 0 ? 0 : latitudes / (3 * doubled);
  const longitude = doubled === 0 ? 0 : longitudes / (3 * doubled);
  // Near the poles a square degree is small.
  const area = Math.abs(doubled / 2) * Math.cos((latitude * Math.PI) / 180);
  return { name: '', latitude, longitude, width: east - west, area };
}

/** The name of a country by its ISO 3166 number, which locales know as an alias of its letters. */
function localName(id: string | number | undefined, fallback: string, names: Intl.DisplayNames): string {
  if (id === undefined) return fallback;
  try {
    const region = new Intl.Locale(`und-${String(id).padStart(3, '0')}`).region;
    return (region && names.of(region)) || fallback;
  } catch {
    return fallback;
  }
}

/** The countries' names in a language, widest first, from a world-atlas topology (object `countries`). */
export function countryNames(topology: unknown, language: string): CountryName[] {
  const world = topology as Topology<{ countries: GeometryCollection<{ name?: string }> }>;
  const names = new Intl.DisplayNames([language], { type: 'region', style: 'short' });
  return feature(world, world.objects.countries)
    .features.flatMap(({ id, properties, geometry }) => {
      const polygons =
        geometry?.type === 'Polygon' ? [geometry.coordinates] : geometry?.type === 'MultiPolygon' ? geometry.coordinates : [];
      const outer = polygons.flatMap(([ring]) => (ring ? [measureRing(unroll(ring))] : []));
      const largest = outer.sort((a, b) => b.area - a.area)[0];
      if (!largest || !properties?.name || Math.abs(largest.latitude) > MOST_LATITUDE) return [];
      const { latitude, longitude, width } = largest;
      return [{ name: localName(id, properties.name, names), latitude, longitude, width }];
    })
    .sort((a, b) => b.width - a.width);
}
