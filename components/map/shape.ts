import { type Shape, shapeOf } from '@/lib/domain/geo';
import { wrapLongitude } from '@/lib/domain/geo/sphere';
import type { Geofence, PolygonGeometry, Position } from '@/lib/domain/model';

/** [latitude, longitude], as Leaflet has it. */
export type LatLng = [number, number];

/**
 * The rings of a GeoJSON polygon for a flat map: open, latitude first, and each corner within 180° of the one
 * before, so that a ring across the antimeridian is drawn in one piece instead of around the globe.
 */
export function ringsOf(geometry: PolygonGeometry): LatLng[][] {
  const anchor = geometry.coordinates[0]?.[0]?.[0] ?? 0;
  return geometry.coordinates.map((ring) => {
    let previous = anchor;
    const open = isClosed(ring) ? ring.slice(0, -1) : ring;
    return open.map(([longitude, latitude]): LatLng => {
      const near = longitude + Math.round((previous - longitude) / 360) * 360;
      previous = near;
      return [latitude, near];
    });
  });
}

function isClosed(ring: Position[]): boolean {
  const first = ring[0];
  const last = ring.at(-1);
  return ring.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1];
}

/** The GeoJSON polygon of rings drawn on the map: closed, longitude first, within −180…180. */
export function geometryOf(rings: readonly (readonly LatLng[])[]): PolygonGeometry {
  const coordinates = rings.map((ring) => {
    const positions = ring.map(([latitude, longitude]): Position => [round(wrapLongitude(longitude)), round(latitude)]);
    const first = positions[0];
    return first ? [...positions, [...first] as Position] : [];
  });
  return { type: 'Polygon', coordinates };
}

/** Whether two drawings have the same corners, whatever objects they are made of. */
export function sameRings(a: readonly (readonly LatLng[])[] | null, b: readonly (readonly LatLng[])[] | null): boolean {
  if (a === b || a === null || b === null) return a === b;
  return (
    a.length === b.length &&
    a.every((ring, i) => {
      const other = b[i]!;
      return ring.length === other.length && ring.every(([x, y], at) => x === other[at]![0] && y === other[at]![1]);
    })
  );
}

/** Seven decimals are a centimetre; more is noise of the pointer. */
function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

/** What of a zone decides where it is. */
export type ZoneGeometry = Pick<Geofence, 'shape_type' | 'center_latitude' | 'center_longitude' | 'radius_meters' | 'geometry'>;

const prepared = new WeakMap<ZoneGeometry, Shape>();

/** The engine's own idea of the zone's area, prepared once; null where its geometry is not complete. */
export function areaOf(zone: ZoneGeometry): Shape | null {
  const known = prepared.get(zone);
  if (known) return known;
  try {
    // The engine reads the geometry only.
    const shape = shapeOf(zone as Geofence);
    prepared.set(zone, shape);
    return shape;
  } catch {
    return null;
  }
}
