'use client';

import L from 'leaflet';
import { useMemo, useState } from 'react';
import { Marker, Tooltip, useMapEvents } from 'react-leaflet';
import type { MapDevice } from '@/components/map/types';
import { uncrowded } from './uncrowded';

type Place = NonNullable<MapDevice['last_location']>;

/** Where the devices are, to draw around; names only where they can be read. */
export function FaintDevices({ devices }: { devices: readonly MapDevice[] }) {
  const map = useMapEvents({ zoomend: () => setZoom(map.getZoom()) });
  const [zoom, setZoom] = useState(() => map.getZoom());
  const located = devices.flatMap(({ last_location: place, ...device }) => (place ? [{ ...device, place }] : []));
  const labels = located.map(({ name, place }) => {
    const { x, y } = map.project([place.latitude, place.longitude], zoom);
    return { x, y, text: name };
  });
  const hasRoom = uncrowded(labels);
  return located.map(({ id, name, color, place }, index) => (
    <FaintDevice key={id} name={hasRoom[index] ? name : null} color={color} place={place} />
  ));
}

function FaintDevice({ name, color, place }: { name: string | null; color: string; place: Place }) {
  const icon = useMemo(() => {
    const dot = document.createElement('div');
    dot.style.cssText = 'width:14px;height:14px;border-radius:50%;border:2px solid #fff;opacity:.75;box-shadow:0 0 3px #000';
    dot.style.background = color;
    return L.divIcon({ className: '', html: dot, iconSize: [14, 14] });
  }, [color]);
  return (
    // Out of the pointer's way: a zone around the place where a phone is now is what people draw first.
    <Marker position={[place.latitude, place.longitude]} icon={icon} interactive={false} keyboard={false}>
      {name && (
        <Tooltip direction="top" offset={[0, -6]} permanent opacity={0.75}>
          {name}
        </Tooltip>
      )}
    </Marker>
  );
}
