'use client';

import type { Map as LeafletMap } from 'leaflet';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useMapEvents } from 'react-leaflet';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import { BaseMap } from './base-map';
import { conditionOf } from './condition';
import { DeviceMarker } from './device-marker';
import { DevicePopup } from './device-popup';
import { boundsOfPlace, boundsOfPlaces, boundsOfTrack, boundsOfZones, showBounds } from './fit';
import { type LiveState, staysOf, visitorsOf } from './live-state';
import { NoteLayer, type TrackNotes } from './note-layer';
import { PoiPopup } from './poi-popup';
import { areaOf } from './shape';
import { spread } from './spread';
import { drawable, type TrackFix } from './track';
import { TrackLayer } from './track-layer';
import type { MapDevice, MapLocation, MapZone, TileSource } from './types';
import { useWhereabouts } from './use-whereabouts';
import { ZoneLayer } from './zone-layer';
import { ZonePopup } from './zone-popup';

/** What to bring into view; a new object moves the map once. Nothing else ever does: the view is the person's own. */
export type View =
  | { kind: 'all' }
  | { kind: 'track' }
  | { kind: 'place'; place: MapPlace }
  | { kind: 'device'; device: number | null; geofence: string | null };

type MapPlace = Pick<MapLocation, 'latitude' | 'longitude' | 'accuracy'>;

export interface LiveCanvasProps {
  state: LiveState;
  zones: readonly MapZone[];
  showZones: boolean;
  tiles: TileSource;
  selected: number | null;
  view: View;
  track: { fixes: readonly TrackFix[]; color: string; marked: TrackFix | null; notes: TrackNotes } | null;
  /** A place that a link pointed to. */
  place: MapPlace | null;
  onSelect: (device_id: number) => void;
}

/** Larger ones would shrink what they are to give a setting to. */
const LARGEST_SETTING_METERS = 2000;

/** Devices with the zones they are in, which say where they are better than empty ground around them. */
function boundsOfDevices(devices: readonly MapDevice[], statuses: LiveState['statuses'], zones: readonly MapZone[]) {
  const places = devices.flatMap(({ last_location }) => (last_location ? [last_location] : []));
  const around = devices.flatMap(({ id }) => staysOf(id, statuses, zones).map(({ zone }) => zone));
  const small = around.filter((zone) => (areaOf(zone)?.size_meters ?? Infinity) <= LARGEST_SETTING_METERS);
  return places.length > 0 ? boundsOfPlaces(places).extend(boundsOfZones(small)) : boundsOfPlaces([]);
}

/** What `view` asks for; for a first view of what does not exist, everything. */
function boundsOfView(view: View, { state, zones, track }: LiveCanvasProps, shown: boolean) {
  if (view.kind === 'track' && track) return boundsOfTrack(drawable(track.fixes));
  if (view.kind === 'place') return boundsOfPlace(view.place);
  if (view.kind === 'device') {
    const devices = state.devices.filter(({ id }) => id === view.device);
    const zone = zones.filter(({ id }) => id === view.geofence);
    const bounds = boundsOfDevices(devices, state.statuses, zones).extend(boundsOfZones(zone));
    if (bounds.isValid() || shown) return bounds;
  }
  const bounds = boundsOfDevices(state.devices, state.statuses, zones);
  return bounds.isValid() ? bounds : boundsOfZones(zones);
}

/** The map itself: zones, tracks, devices. Loaded in the browser only. */
export default function LiveCanvas(props: LiveCanvasProps) {
  const { state, zones, showZones, tiles, selected, view, track, place, onSelect } = props;
  const t = useTranslations('map');
  const [map, setMap] = useState<LeafletMap | null>(null);
  const [shown, setShown] = useState<View | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new view moves the map, not the news in it
  useEffect(() => {
    if (!map || view === shown) return;
    showBounds(map, boundsOfView(view, props, shown !== null), shown !== null);
    setShown(view);
  }, [map, view]);

  return (
    <BaseMap ref={setMap} tiles={tiles} label={t('mapLabel')}>
      {showZones && <ZoneLayer zones={zones} popup={(zone) => <ZonePopup zone={zone} visitors={visitorsOf(zone.id, state)} />} />}
      {track && <TrackLayer fixes={track.fixes} color={track.color} marked={track.marked} />}
      {track && <Notes notes={track.notes} color={track.color} />}
      {place && <PlaceMark place={place} />}
      <DeviceMarkers state={state} zones={zones} selected={selected} onSelect={onSelect} />
    </BaseMap>
  );
}

function Notes({ notes, color }: { notes: TrackNotes; color: string }) {
  const t = useTranslations('map.poi');
  const format = useFormat();
  return (
    <NoteLayer
      {...notes}
      color={color}
      labelOf={({ name, at }) => `${name ?? t('unnamed')}, ${format.dateTime(at)}`}
      popup={(poi) => <PoiPopup poi={poi} />}
    />
  );
}

type Located = MapDevice & { last_location: MapLocation };

const isLocated = (device: MapDevice): device is Located => device.last_location !== null;

/** All devices that have a position; those at one place stand side by side at every zoom. */
function DeviceMarkers({ state, zones, selected, onSelect }: Pick<LiveCanvasProps, 'state' | 'zones' | 'selected' | 'onSelect'>) {
  const whereaboutsOf = useWhereabouts();
  const now = useNow();
  const map = useMapEvents({ zoomend: () => setZoom(map.getZoom()) });
  const [zoom, setZoom] = useState(() => map.getZoom());
  const located = state.devices.filter(isLocated);
  const shifts = spread(located.map(({ last_location }) => map.project([last_location.latitude, last_location.longitude], zoom)));
  return located.map((device, index) => {
    const whereabouts = whereaboutsOf(device, state.statuses, zones, now);
    const condition = conditionOf(device, now);
    return (
      <DeviceMarker
        key={device.id}
        name={device.name}
        color={device.color}
        faceId={device.face_id}
        location={device.last_location}
        label={`${device.name}, ${whereabouts}`}
        stale={condition.stale}
        selected={device.id === selected}
        shift={shifts[index]}
        onSelect={() => onSelect(device.id)}
        popup={<DevicePopup device={device} whereabouts={whereabouts} condition={condition} />}
      />
    );
  });
}

function PlaceMark({ place }: { place: MapPlace }) {
  return <TrackLayer fixes={[]} color="#0b7557" marked={{ ...place, id: 0, velocity: null, poi: null, tag: null, at: 0 }} />;
}
