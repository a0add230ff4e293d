'use client';

import { divIcon, type Map as LeafletMap, type Marker as LeafletMarker, type LeafletMouseEvent } from 'leaflet';
import { useEffect, useMemo, useRef } from 'react';
import { Circle, Marker, useMapEvents } from 'react-leaflet';
import { BaseMap } from '../map/base-map';
import type { TileSource } from '../map/types';

const CLOSE_ZOOM = 16;

interface Props {
  tiles: TileSource;
  label: string;
  center: { latitude: number; longitude: number } | null;
  /** Metres. */
  radius: number;
  color: string;
  onMove: (latitude: number, longitude: number) => void;
}

/** A small map to place one circle: click, or drag its middle. The fields beside it do the same by keyboard. */
export default function ZoneMap({ tiles, label, center, radius, color, onMove }: Props) {
  const map = useRef<LeafletMap>(null);
  const position: [number, number] | null = center && [center.latitude, center.longitude];
  return (
    <BaseMap ref={map} tiles={tiles} label={label} plain svg {...(position ? { center: position, zoom: CLOSE_ZOOM } : {})}>
      <Clicks onMove={onMove} />
      {position ? (
        <>
          <Circle center={position} radius={radius} pathOptions={{ color, opacity: 0.8, fillOpacity: 0.3, weight: 2 }} />
          <Handle position={position} color={color} onMove={onMove} />
          <Follow position={position} radius={radius} />
        </>
      ) : null}
    </BaseMap>
  );
}

function Clicks({ onMove }: Pick<Props, 'onMove'>) {
  useMapEvents({
    click: ({ latlng }: LeafletMouseEvent) => {
      const { lat, lng } = latlng.wrap();
      onMove(lat, lng);
    },
  });
  return null;
}

/** Keeps the whole circle in view when it grows, and near when it moves. */
function Follow({ position, radius }: { position: [number, number]; radius: number }) {
  const [latitude, longitude] = position;
  const map = useMapEvents({});
  useEffect(() => {
    const bounds = boundsAround(latitude, longitude, radius * 1.4);
    if (!map.getBounds().contains(bounds) || map.getZoom() < map.getBoundsZoom(bounds) - 2)
      map.fitBounds(bounds, { maxZoom: CLOSE_ZOOM });
  }, [map, latitude, longitude, radius]);
  return null;
}

const METERS_PER_DEGREE = 111_195;

function boundsAround(latitude: number, longitude: number, meters: number): [[number, number], [number, number]] {
  const dLatitude = meters / METERS_PER_DEGREE;
  const dLongitude = dLatitude / Math.max(0.05, Math.cos((latitude * Math.PI) / 180));
  return [
    [latitude - dLatitude, longitude - dLongitude],
    [latitude + dLatitude, longitude + dLongitude],
  ];
}

function Handle({ position, color, onMove }: { position: [number, number] } & Pick<Props, 'color' | 'onMove'>) {
  const icon = useMemo(
    () =>
      divIcon({
        className: '',
        iconSize: [20, 20],
        html: `<span style="display:block;width:20px;height:20px;border-radius:50%;background:${color};border:3px solid #fff;box-shadow:0 1px 4px rgb(0 0 0 / .5);cursor:grab"></span>`,
      }),
    [color],
  );
  return (
    <Marker
      position={position}
      icon={icon}
      draggable
      keyboard={false}
      eventHandlers={{
        dragend: (event) => {
          const { lat, lng } = (event.target as LeafletMarker).getLatLng().wrap();
          onMove(lat, lng);
        },
      }}
    />
  );
}
