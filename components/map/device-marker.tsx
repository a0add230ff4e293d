'use client';

import L from 'leaflet';
import { type ReactNode, useMemo } from 'react';
import { Circle, Marker, Popup } from 'react-leaflet';
import { pictureUrl } from '@/components/common/picture-url';
import classes from './device-marker.module.css';
import { initials, inkOn } from './initials';
import type { MapLocation } from './types';

const SIZE = 38;

export interface DeviceMarkerProps {
  name: string;
  color: string;
  /** The picture of its face; null: its initials. */
  faceId: number | null;
  location: Pick<MapLocation, 'latitude' | 'longitude' | 'accuracy' | 'course' | 'velocity'>;
  /** Read out for the marker, e.g. "Phone, at Home since 17:42". */
  label: string;
  stale?: boolean;
  selected?: boolean;
  /** Pixels to the side of the position, to stand beside others at the same place. */
  shift?: number;
  popup?: ReactNode;
  onSelect?: () => void;
}

type Look = Pick<DeviceMarkerProps, 'name' | 'color' | 'faceId'>;

/** Built from nodes, not from a string: names are people's own words and must never become markup. */
function badge(look: Look, course: number | null, stale: boolean, selected: boolean): HTMLElement {
  const { name, color, faceId } = look;
  const root = document.createElement('div');
  root.className = [classes.badge, stale && classes.stale, selected && classes.selected].filter(Boolean).join(' ');
  root.style.setProperty('--device-color', color);
  root.style.setProperty('--device-ink', inkOn(color));
  if (course !== null) {
    const arrow = document.createElement('div');
    arrow.className = classes.heading ?? '';
    arrow.style.setProperty('--device-course', `${course}deg`);
    root.append(arrow);
  }
  const disc = document.createElement('div');
  disc.className = classes.disc ?? '';
  disc.textContent = initials(name);
  if (faceId !== null) disc.append(faceOf(faceId));
  root.append(disc);
  return root;
}

/** Lies over the initials, which are seen until it has come, and when it does not. */
function faceOf(id: number): HTMLElement {
  const image = document.createElement('img');
  image.className = classes.face ?? '';
  image.alt = '';
  image.addEventListener('error', () => image.remove());
  image.src = pictureUrl(id, 'thumb');
  return image;
}

/** A device where it was last: its face or initials in its colour, the circle its position is good for, and where it heads while it moves. */
export function DeviceMarker({
  name,
  color,
  faceId,
  location,
  label,
  stale = false,
  selected = false,
  shift = 0,
  popup,
  onSelect,
}: DeviceMarkerProps) {
  const course = location.velocity !== null && location.velocity > 0 && !stale ? location.course : null;
  const icon = useMemo(
    () =>
      L.divIcon({
        className: classes.icon,
        html: badge({ name, color, faceId }, course, stale, selected),
        iconSize: [SIZE, SIZE],
        iconAnchor: [SIZE / 2 - shift, SIZE / 2],
        popupAnchor: [shift, -SIZE / 2 + 4],
      }),
    [name, color, faceId, course, stale, selected, shift],
  );
  const position: [number, number] = [location.latitude, location.longitude];
  const handlers = useMemo(() => ({ click: () => onSelect?.() }), [onSelect]);
  return (
    <>
      {location.accuracy !== null && (
        <Circle
          center={position}
          radius={location.accuracy}
          interactive={false}
          pathOptions={{ color, weight: 1, opacity: stale ? 0.35 : 0.6, fillOpacity: stale ? 0.05 : 0.12 }}
        />
      )}
      <Marker
        position={position}
        icon={icon}
        title={label}
        alt={label}
        zIndexOffset={selected ? 1000 : 0}
        riseOnHover
        eventHandlers={handlers}
      >
        {popup && (
          <Popup minWidth={200} maxWidth={300}>
            {popup}
          </Popup>
        )}
      </Marker>
    </>
  );
}
