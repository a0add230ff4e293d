import L from 'leaflet';
import { ringsOf } from './shape';
import type { TrackFix } from './track';
import type { MapLocation, MapZone } from './types';

/** Nothing is seen better nearer than this. */
const CLOSEST_ZOOM = 16;
const ROOM_PIXELS = 48;

/** What of the map lies free beside (or above) the panel: as padding for Leaflet. */
function freePart(map: L.Map): { paddingTopLeft: L.PointTuple; paddingBottomRight: L.PointTuple } {
  const panel = map.getContainer().closest('[data-map-frame]')?.querySelector('aside')?.getBoundingClientRect();
  const frame = map.getContainer().getBoundingClientRect();
  const isSheet = panel !== undefined && panel.width >= frame.width - 1;
  const left = panel && !isSheet ? panel.right - frame.left : 0;
  const bottom = panel && isSheet ? Math.min(frame.bottom - panel.top, frame.height * 0.6) : 0;
  return { paddingTopLeft: [left + ROOM_PIXELS, ROOM_PIXELS], paddingBottomRight: [ROOM_PIXELS, bottom + ROOM_PIXELS] };
}

/** Moves the map so that all of `bounds` can be seen beside the panel. */
export function showBounds(map: L.Map, bounds: L.LatLngBounds, animate: boolean): void {
  if (!bounds.isValid()) return;
  const options = { ...freePart(map), maxZoom: CLOSEST_ZOOM };
  if (animate) map.flyToBounds(bounds, { ...options, duration: 0.7 });
  else map.fitBounds(bounds, { ...options, animate: false });
}

/** Smaller than this, a zone is a dot. */
const SMALLEST_VIEW_PIXELS = 40;

/** Whether all of `bounds` can be seen, and is large enough to be recognised. */
export function isWellInView(map: L.Map, bounds: L.LatLngBounds): boolean {
  if (!bounds.isValid() || !map.getBounds().contains(bounds)) return false;
  const size = map.latLngToContainerPoint(bounds.getSouthEast()).subtract(map.latLngToContainerPoint(bounds.getNorthWest()));
  return Math.max(size.x, size.y) >= SMALLEST_VIEW_PIXELS;
}

type Place = Pick<MapLocation, 'latitude' | 'longitude' | 'accuracy'>;

/** Around a position with its accuracy. */
export function boundsOfPlace({ latitude, longitude, accuracy }: Place): L.LatLngBounds {
  return L.latLng(latitude, longitude).toBounds(Math.max(400, 3 * Math.min(accuracy ?? 0, 20_000)));
}

export function boundsOfPlaces(places: readonly Place[]): L.LatLngBounds {
  return places.reduce((bounds, place) => bounds.extend(boundsOfPlace(place)), L.latLngBounds([]));
}

export function boundsOfZones(zones: readonly MapZone[]): L.LatLngBounds {
  const bounds = L.latLngBounds([]);
  for (const { center_latitude, center_longitude, radius_meters, geometry } of zones) {
    if (geometry) for (const point of ringsOf(geometry)[0] ?? []) bounds.extend(point);
    else if (center_latitude !== null && center_longitude !== null) {
      bounds.extend(L.latLng(center_latitude, center_longitude).toBounds(2 * (radius_meters ?? 50)));
    }
  }
  return bounds;
}

export function boundsOfTrack(fixes: readonly TrackFix[]): L.LatLngBounds {
  const bounds = L.latLngBounds([]);
  for (const { latitude, longitude } of fixes) bounds.extend([latitude, longitude]);
  return bounds;
}
