'use client';

import L from 'leaflet';
import { useMemo, useRef } from 'react';
import { Marker } from 'react-leaflet';
import { areaOf, type LatLng } from '@/components/map/shape';
import { geometryOfDraft, type ZoneDraft } from './draft';
import { handleIcon } from './handle-icon';
import classes from './zone-canvas.module.css';

interface MoveHandleProps {
  draft: ZoneDraft;
  rings: LatLng[][];
  label: string;
  onRings: (rings: LatLng[][]) => void;
}

/** A handle in the middle of a polygon that moves all of it, holes too. */
export function MoveHandle({ draft, rings, label, onRings }: MoveHandleProps) {
  const icon = useMemo(() => handleIcon(classes.center), []);
  const start = useRef<{ at: L.LatLng; rings: LatLng[][] } | null>(null);
  const geometry = geometryOfDraft(draft);
  const center = geometry && areaOf(geometry)?.center;
  if (!center) return null;
  // The centre is given within ±180°, the corners may lie beyond.
  const turn = Math.round(((rings[0]?.[0]?.[1] ?? 0) - center.longitude) / 360) * 360;
  const move = (marker: L.Marker) => {
    const from = start.current;
    if (!from) return;
    const { lat, lng } = marker.getLatLng();
    const shifted = from.rings.map((ring) =>
      ring.map(([latitude, longitude]): LatLng => [latitude + lat - from.at.lat, longitude + lng - from.at.lng]),
    );
    onRings(shifted);
  };
  return (
    <Marker
      position={[center.latitude, center.longitude + turn]}
      draggable
      icon={icon}
      title={label}
      alt={label}
      eventHandlers={{
        dragstart: ({ target }) => {
          start.current = { at: L.latLng((target as L.Marker).getLatLng()), rings };
        },
        drag: ({ target }) => move(target as L.Marker),
        dragend: () => {
          start.current = null;
        },
      }}
    />
  );
}
