'use client';

import type { ReactNode } from 'react';
import { Circle, Polygon, Popup, Tooltip } from 'react-leaflet';
import { ringsOf } from './shape';
import type { MapZone } from './types';

const BORDER = { weight: 2, opacity: 0.8 };
const FILL_OPACITY = 0.3;

interface ZoneLayerProps {
  zones: readonly MapZone[];
  /** Shown when a zone is clicked. */
  popup?: (zone: MapZone) => ReactNode;
  /** As background of something else: fainter, and out of the pointer's way. */
  faint?: boolean;
}

function ZoneShape({ zone, popup, faint = false }: { zone: MapZone } & Omit<ZoneLayerProps, 'zones'>) {
  const strength = (faint ? 0.45 : 1) * (zone.is_active ? 1 : 0.5);
  const pathOptions = {
    color: zone.color,
    weight: BORDER.weight,
    opacity: BORDER.opacity * strength,
    fillColor: zone.color,
    fillOpacity: FILL_OPACITY * strength,
    // A zone that is switched off is told by its line, not by its strength alone.
    dashArray: zone.is_active ? undefined : '6 6',
  };
  const content = (
    <>
      {!faint && (
        <Tooltip direction="top" sticky>
          {zone.name}
        </Tooltip>
      )}
      {popup && (
        <Popup minWidth={180} maxWidth={280}>
          {popup(zone)}
        </Popup>
      )}
    </>
  );
  if (zone.shape_type === 'circle') {
    if (zone.center_latitude === null || zone.center_longitude === null || zone.radius_meters === null) return null;
    const center: [number, number] = [zone.center_latitude, zone.center_longitude];
    return (
      <Circle center={center} radius={zone.radius_meters} pathOptions={pathOptions} interactive={!faint}>
        {content}
      </Circle>
    );
  }
  if (!zone.geometry) return null;
  return (
    <Polygon positions={ringsOf(zone.geometry)} pathOptions={pathOptions} interactive={!faint}>
      {content}
    </Polygon>
  );
}

/** Zones in their colours, with their names on hover and an optional popup. */
export function ZoneLayer({ zones, popup, faint }: ZoneLayerProps) {
  return zones.map((zone) => <ZoneShape key={zone.id} zone={zone} popup={popup} faint={faint} />);
}
