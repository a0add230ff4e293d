'use client';

import { useMemo } from 'react';
import { CircleMarker, Polyline } from 'react-leaflet';
import { shapeOf, type TrackFix } from './track';

interface TrackLayerProps {
  fixes: readonly TrackFix[];
  color: string;
  /** A moment of the track to point out. */
  marked?: TrackFix | null;
}

/**
 * Where a device has been: one line on the map's canvas (thinned once here, and for each zoom by Leaflet), dashed
 * where nothing is known of the way. A white seam keeps any colour readable on any ground.
 */
export function TrackLayer({ fixes, color, marked }: TrackLayerProps) {
  const { lines, gaps } = useMemo(() => shapeOf(fixes), [fixes]);
  const first = lines[0]?.[0];
  return (
    <>
      <Polyline positions={gaps} interactive={false} pathOptions={{ color, weight: 2, opacity: 0.7, dashArray: '2 8' }} />
      <Polyline
        positions={lines}
        interactive={false}
        smoothFactor={1.5}
        pathOptions={{ color: '#ffffff', weight: 7, opacity: 0.75 }}
      />
      <Polyline positions={lines} interactive={false} smoothFactor={1.5} pathOptions={{ color, weight: 4, opacity: 0.95 }} />
      {first && (
        <CircleMarker
          center={first}
          radius={5}
          interactive={false}
          pathOptions={{ color, weight: 3, fillColor: '#ffffff', fillOpacity: 1 }}
        />
      )}
      {marked && (
        <CircleMarker
          center={[marked.latitude, marked.longitude]}
          radius={9}
          interactive={false}
          pathOptions={{ color: '#ffffff', weight: 3, fillColor: color, fillOpacity: 1 }}
        />
      )}
    </>
  );
}
