'use client';

import { Center, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import { useTimeZone, useTranslations } from 'next-intl';
import { useMemo, useRef, useState } from 'react';
import { FillWindow } from '@/components/shell/fill-window';
import { DevicePanel } from './device-panel';
import type { View } from './live-canvas';
import classes from './live-map.module.css';
import type { MapLink } from './map-link';
import { SidePanel } from './side-panel';
import { type SpanChoice, spanOf } from './span';
import type { TrackFix } from './track';
import { type Days, TrackControls } from './track-controls';
import { poisOf, tagRunsOf } from './track-notes';
import type { MapLocation, TileSource } from './types';
import { type LiveStart, useLiveState } from './use-live-state';
import { usePictures } from './use-pictures';
import { type Span, useTrack } from './use-track';

const LiveCanvas = dynamic(() => import('./live-canvas'), { ssr: false, loading: MapIsLoading });

function MapIsLoading() {
  const t = useTranslations('map');
  return (
    <Center h="100%" className={classes.loading}>
      <Text c="dimmed">{t('loading')}</Text>
    </Center>
  );
}

export interface LiveMapProps {
  start: LiveStart;
  tiles: TileSource;
  viewerId: number;
  /** What the link to this page asked for. */
  link: MapLink;
}

function firstView({ device, geofence, place }: MapLink): View {
  if (place) return { kind: 'place', place };
  return device === null && geofence === null ? { kind: 'all' } : { kind: 'device', device, geofence };
}

/** The live map: where everybody is now, and where a device has been. */
export function LiveMap({ start, tiles, viewerId, link }: LiveMapProps) {
  const t = useTranslations('map');
  const [selected, setSelected] = useState<number | null>(link.device);
  const [view, setView] = useState<View>(() => firstView(link));
  const [showZones, setShowZones] = useLocalStorage({ key: 'fencepost-map-zones', defaultValue: true });
  const addToTrack = useRef<(location: MapLocation) => void>(() => {});
  const { state, zones, connection } = useLiveState(start, (location) => addToTrack.current(location));
  const chosen = state.devices.find(({ id }) => id === selected);
  const trackOf = useTrackOf(chosen?.with_history ? chosen.id : null, link.days);
  addToTrack.current = trackOf.track.add;

  const select = (id: number, fly: boolean) => {
    setSelected(id);
    if (fly) setView({ kind: 'device', device: id, geofence: null });
  };
  const track =
    trackOf.span && chosen?.with_history
      ? { fixes: trackOf.track.fixes, color: chosen.color, marked: trackOf.marked, notes: trackOf.notes }
      : null;
  return (
    <FillWindow>
      <div className={classes.frame} data-map-frame>
        <SidePanel label={t('panel')}>
          <DevicePanel
            state={state}
            zones={zones}
            connection={connection}
            viewerId={viewerId}
            selected={selected}
            showZones={showZones}
            onShowZones={setShowZones}
            onShowAll={() => setView({ kind: 'all' })}
            onSelect={(id) => (id === selected ? setSelected(null) : select(id, true))}
          >
            <TrackControls {...trackOf.controls} onShowAll={() => setView({ kind: 'track' })} />
          </DevicePanel>
        </SidePanel>
        <div className={classes.map}>
          <LiveCanvas
            state={state}
            zones={zones}
            showZones={showZones}
            tiles={tiles}
            selected={selected}
            view={view}
            track={track}
            place={link.place}
            onSelect={(id) => select(id, false)}
          />
        </div>
      </div>
    </FillWindow>
  );
}

/** What somebody noted along the track. */
function useNotes(device_id: number | null, span: Span | null, fixes: readonly TrackFix[]) {
  const named = useMemo(() => fixes.filter(({ poi }) => poi !== null).length, [fixes]);
  const pictures = usePictures(device_id, span, named);
  return useMemo(() => ({ pois: poisOf(fixes, pictures), tags: tagRunsOf(fixes) }), [fixes, pictures]);
}

/** The chosen time, the track of it, and the moment pointed out, for one device at a time. */
function useTrackOf(device_id: number | null, first: MapLink['days']) {
  const timeZone = useTimeZone() ?? 'UTC';
  const [choice, setChoice] = useState<SpanChoice>(first ? 'custom' : 'none');
  const [days, setDays] = useState<Days>(first ?? [null, null]);
  const [marked, setMarked] = useState<TrackFix | null>(null);
  const span = useMemo<Span | null>(() => spanOf(choice, days, Date.now(), timeZone), [choice, days, timeZone]);
  const track = useTrack(device_id, span);
  // A moment of another device's or another time's track is none of this one.
  const valid = marked && track.fixes.includes(marked) ? marked : null;
  const controls = { choice, days, track, marked: valid, onChoice: setChoice, onDays: setDays, onMark: setMarked };
  const notes = useNotes(device_id, span, track.fixes);
  return { span, track, marked: valid, notes, controls: { ...controls, tags: notes.tags } };
}
