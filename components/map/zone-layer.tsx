'use client';

import L from 'leaflet';
import { type ReactNode, useMemo, useState } from 'react';
import { Circle, Marker, Pane, Polygon, Popup, Tooltip, useMapEvents } from 'react-leaflet';
import { areaOf, ringsOf } from './shape';
import type { MapZone } from './types';
import classes from './zone-layer.module.css';

const BORDER = { weight: 2, opacity: 0.8 };
const FILL_OPACITY = 0.3;
/** A zone at least this wide on the screen carries its name; smaller ones tell it on hover. */
const NAMED_FROM_PIXELS = 44;
/** More names than this are a wall of text. */
const MOST_NAMES = 150;
/** Above the shapes (400), below the devices (600). */
const PANE = 'zone-names';
const NAMES_Z_INDEX = 450;
const EQUATOR_METERS = 40_075_017;

interface ZoneLayerProps {
  zones: readonly MapZone[];
  /** Shown when a zone is clicked. */
  popup?: (zone: MapZone) => ReactNode;
  /** As background of something else: fainter, and out of the pointer's way. */
  faint?: boolean;
}

interface ZoneShapeProps extends Omit<ZoneLayerProps, 'zones'> {
  zone: MapZone;
  named: boolean;
}

function ZoneShape({ zone, popup, named, faint = false }: ZoneShapeProps) {
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
      {!faint && !named && (
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

/** Whether the zone is wide enough on the screen at this zoom to carry its name. */
function isRoomy(zone: MapZone, zoom: number): boolean {
  const area = areaOf(zone);
  if (!area) return false;
  const metersPerPixel = (EQUATOR_METERS * Math.cos((area.center.latitude * Math.PI) / 180)) / (256 * 2 ** zoom);
  return (2 * area.size_meters) / metersPerPixel >= NAMED_FROM_PIXELS;
}

/** The zone's name beneath its southern edge, where no device in it hides it. */
function ZoneName({ zone }: { zone: MapZone }) {
  const area = areaOf(zone);
  const icon = useMemo(() => {
    const text = document.createElement('span');
    text.textContent = zone.name;
    return L.divIcon({ className: classes.name, html: text, iconSize: [0, 0] });
  }, [zone.name]);
  if (!area) return null;
  return (
    <Marker
      position={[area.bounds.south, area.center.longitude]}
      icon={icon}
      interactive={false}
      keyboard={false}
      pane={PANE}
      alt=""
    />
  );
}

/** Zones in their colours, named where there is room, with an optional popup. */
export function ZoneLayer({ zones, popup, faint }: ZoneLayerProps) {
  const map = useMapEvents({ zoomend: () => setZoom(map.getZoom()) });
  const [zoom, setZoom] = useState(() => map.getZoom());
  const roomy = zones.filter((zone) => isRoomy(zone, zoom));
  const named = roomy.length <= MOST_NAMES ? roomy : [];
  return (
    <>
      {zones.map((zone) => (
        <ZoneShape key={zone.id} zone={zone} popup={popup} faint={faint} named={named.includes(zone)} />
      ))}
      <Pane name={PANE} style={{ zIndex: NAMES_Z_INDEX }}>
        {named.map((zone) => (
          <ZoneName key={zone.id} zone={zone} />
        ))}
      </Pane>
    </>
  );
}
