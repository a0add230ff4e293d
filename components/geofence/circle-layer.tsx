'use client';

import type L from 'leaflet';
import { useMemo } from 'react';
import { Circle, Marker, Tooltip } from 'react-leaflet';
import type { LatLon } from '@/lib/domain/geo';
import { eastOf, radiusTo } from './circle-geometry';
import { handleIcon } from './handle-icon';
import classes from './zone-canvas.module.css';

export interface CircleLayerProps {
  center: LatLon;
  radius: number;
  color: string;
  /** Names of the handles for screen readers and as tooltips. */
  centerLabel: string;
  radiusLabel: string;
  /** The radius as people read it, shown at its handle. */
  radiusText: string;
  onCenter: (center: LatLon) => void;
  onRadius: (meters: number) => void;
}

function placeOf(event: L.LeafletEvent): LatLon {
  const { lat, lng } = (event.target as L.Marker).getLatLng().wrap();
  return { latitude: lat, longitude: lng };
}

/** A circle that is dragged by its centre and widened by the handle on its edge, with everything following live. */
export function CircleLayer(props: CircleLayerProps) {
  const { center, radius, color, centerLabel, radiusLabel, radiusText, onCenter, onRadius } = props;
  const icons = useMemo(() => ({ center: handleIcon(classes.center), edge: handleIcon(classes.edge) }), []);
  const edge = eastOf(center, radius);
  const centerHandlers = useMemo(
    () => ({
      drag: (event: L.LeafletEvent) => onCenter(placeOf(event)),
      dragend: (event: L.LeafletEvent) => onCenter(placeOf(event)),
    }),
    [onCenter],
  );
  const edgeHandlers = useMemo(
    () => ({ drag: (event: L.LeafletEvent) => onRadius(radiusTo(center, placeOf(event))) }),
    [center, onRadius],
  );
  return (
    <>
      <Circle
        center={[center.latitude, center.longitude]}
        radius={radius}
        interactive={false}
        pathOptions={{ color, weight: 2, opacity: 0.8, fillOpacity: 0.3 }}
      />
      <Marker
        position={[center.latitude, center.longitude]}
        draggable
        icon={icons.center}
        title={centerLabel}
        alt={centerLabel}
        eventHandlers={centerHandlers}
      />
      <Marker
        position={[edge.latitude, edge.longitude]}
        draggable
        icon={icons.edge}
        title={radiusLabel}
        alt={radiusLabel}
        eventHandlers={edgeHandlers}
      >
        <Tooltip permanent direction="right" offset={[14, 0]}>
          {radiusText}
        </Tooltip>
      </Marker>
    </>
  );
}
