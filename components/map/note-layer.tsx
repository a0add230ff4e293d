'use client';

import L from 'leaflet';
import { type ReactNode, useMemo } from 'react';
import { Marker, Popup } from 'react-leaflet';
import { pictureUrl } from '@/components/common/picture-url';
import classes from './note-layer.module.css';
import type { Poi, TagRun } from './track-notes';

/** The tip of a pin below its middle, in pixels: the half diagonal of its square. */
const PIN = { size: 26, tip: 18 };
const THUMB = { size: 48, tip: 8 };
/** More names than this are a wall of text; a pin still tells its own on hover. */
const MOST_NAMES = 60;

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string | undefined): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  node.className = className ?? '';
  return node;
}

function thumbnail(id: number): HTMLElement {
  const image = element('img', classes.thumb);
  image.alt = '';
  image.src = pictureUrl(id, 'thumb');
  return image;
}

/** Built from nodes, not from a string: names are people's own words and must never become markup. */
function pin(poi: Poi, color: string, named: boolean): HTMLElement {
  const [picture] = poi.pictures;
  const root = element('div', classes.poi);
  root.style.setProperty('--note-color', color);
  root.append(picture === undefined ? element('div', classes.pin) : thumbnail(picture));
  if (named && poi.name !== null) {
    const name = element('span', classes.name);
    name.textContent = poi.name;
    root.append(name);
  }
  return root;
}

interface PoiMarkerProps {
  poi: Poi;
  color: string;
  named: boolean;
  label: string;
  popup: ReactNode;
}

function PoiMarker({ poi, color, named, label, popup }: PoiMarkerProps) {
  const icon = useMemo(() => {
    const { size, tip } = poi.pictures.length > 0 ? THUMB : PIN;
    return L.divIcon({
      className: classes.icon,
      html: pin(poi, color, named),
      iconSize: [size, size],
      iconAnchor: poi.pictures.length > 0 ? [size / 2, size + tip] : [size / 2, size / 2 + tip],
      popupAnchor: [0, -size],
    });
  }, [poi, color, named]);
  return (
    <Marker position={[poi.latitude, poi.longitude]} icon={icon} title={label} alt={label} riseOnHover>
      <Popup minWidth={240} maxWidth={280}>
        {popup}
      </Popup>
    </Marker>
  );
}

function TagMarker({ run, color }: { run: TagRun; color: string }) {
  const icon = useMemo(() => {
    const label = element('span', classes.tag);
    label.style.setProperty('--note-color', color);
    label.textContent = run.tag;
    return L.divIcon({ className: classes.icon, html: label, iconSize: [0, 0] });
  }, [run.tag, color]);
  const { latitude, longitude } = run.first;
  return <Marker position={[latitude, longitude]} icon={icon} interactive={false} keyboard={false} alt="" />;
}

export interface TrackNotes {
  pois: readonly Poi[];
  tags: readonly TagRun[];
}

interface NoteLayerProps extends TrackNotes {
  color: string;
  labelOf: (poi: Poi) => string;
  popup: (poi: Poi) => ReactNode;
}

/** What somebody noted along a track: named places with their pictures, and tags where they begin. */
export function NoteLayer({ pois, tags, color, labelOf, popup }: NoteLayerProps) {
  return (
    <>
      {tags.slice(0, MOST_NAMES).map((run) => (
        <TagMarker key={run.first.id} run={run} color={color} />
      ))}
      {pois.map((poi) => (
        <PoiMarker
          key={poi.id}
          poi={poi}
          color={color}
          named={pois.length <= MOST_NAMES}
          label={labelOf(poi)}
          popup={popup(poi)}
        />
      ))}
    </>
  );
}
