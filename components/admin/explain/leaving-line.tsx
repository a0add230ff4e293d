'use client';

import { Circle, Polygon } from 'react-leaflet';
import { offsetRing } from '@/components/geofence/offset-ring';
import { ringsOf } from '@/components/map/shape';
import type { MapZone } from '@/components/map/types';

/** How far beyond the outer border of a zone a device must be at least to have left it. */
export function LeavingLine({ zone, meters }: { zone: MapZone; meters: number }) {
  const { center_latitude, center_longitude, radius_meters, geometry } = zone;
  const look = { interactive: false, pathOptions: { color: zone.color, weight: 1.5, dashArray: '5 6', fill: false } };
  if (meters <= 0) return null;
  if (radius_meters !== null && center_latitude !== null && center_longitude !== null) {
    return <Circle center={[center_latitude, center_longitude]} radius={radius_meters + meters} {...look} />;
  }
  const border = geometry && ringsOf(geometry)[0];
  return border ? <Polygon positions={offsetRing(border, meters)} {...look} /> : null;
}
