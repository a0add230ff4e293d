'use client';

import L from 'leaflet';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { Circle, CircleMarker, Marker, Polyline } from 'react-leaflet';
import { BaseMap } from '@/components/map/base-map';
import { boundsOfPlaces, boundsOfZones, showBounds } from '@/components/map/fit';
import type { LatLng } from '@/components/map/shape';
import type { MapZone, TileSource } from '@/components/map/types';
import { ZoneLayer } from '@/components/map/zone-layer';
import classes from './explain.module.css';
import { LeavingLine } from './leaving-line';
import type { ExplanationDto, FixStepDto } from './types';

/** With more fixes, circles around all of them would hide the map. */
const CIRCLES_UP_TO = 40;
/** Of the fixes, so many are in view at first. */
const NEAREST_SHARE = 0.6;

export interface ExplainCanvasProps {
  explanation: ExplanationDto;
  tiles: TileSource;
  /** Index among the steps. */
  selected: number | null;
  /** The fix at which the event was decided. */
  decidingLocationId: number | null;
  onSelect: (index: number) => void;
}

type Numbered = { step: FixStepDto; index: number };

const raw = ({ raw: { latitude, longitude } }: FixStepDto): LatLng => [latitude, longitude];
const filtered = ({ filtered: { latitude, longitude } }: FixStepDto): LatLng => [latitude, longitude];

/** The zones that make up the area; of a group its members. */
function drawn({ geofence, members }: ExplanationDto): MapZone[] {
  const zones = geofence.shape_type === 'group' ? members : [geofence];
  return zones.flatMap((zone) => (zone.shape_type === 'group' ? [] : [{ ...zone, shape_type: zone.shape_type }]));
}

/** The zone, what the phone said, and where the filter took the device to be. Loaded in the browser only. */
export default function ExplainCanvas({ explanation, tiles, selected, decidingLocationId, onSelect }: ExplainCanvasProps) {
  const t = useTranslations('explain.map');
  const [map, setMap] = useState<L.Map | null>(null);
  const zones = useMemo(() => drawn(explanation), [explanation]);
  const fixes = useMemo(
    () => explanation.steps.flatMap((step, index): Numbered[] => (step.kind === 'fix' ? [{ step, index }] : [])),
    [explanation],
  );
  const chosen = fixes.find(({ index }) => index === selected)?.step;
  const deciding = fixes.find(({ step }) => step.location_id === decidingLocationId)?.step;
  const { color } = explanation.device;

  useEffect(() => {
    if (!map) return;
    // What is near the border matters; coarse circles and the way from afar would make it small.
    const places = nearest(fixes).map(({ raw: place }) => ({ ...place, accuracy: Math.min(place.accuracy, 100) }));
    showBounds(map, boundsOfPlaces(places).extend(boundsOfZones(zones)), false);
  }, [map, fixes, zones]);

  return (
    <BaseMap ref={setMap} tiles={tiles} label={t('label')}>
      <ZoneLayer zones={zones} />
      {zones.map((zone) => (
        <LeavingLine key={zone.id} zone={zone} meters={explanation.geofence.hysteresis_meters} />
      ))}
      <Polyline
        positions={fixes.map(({ step }) => filtered(step))}
        interactive={false}
        pathOptions={{ color, weight: 3, opacity: 0.8 }}
      />
      {fixes.length <= CIRCLES_UP_TO && fixes.map(({ step, index }) => <AccuracyCircle key={index} step={step} color={color} />)}
      {fixes.map(({ step, index }) => (
        <FixMarks key={index} step={step} color={color} onSelect={() => onSelect(index)} />
      ))}
      {chosen && <Chosen step={chosen} color={color} />}
      {deciding && <DecidingMark at={raw(deciding)} label={t('deciding')} />}
    </BaseMap>
  );
}

/** The part of the fixes that lies in the zone or nearest to it. */
function nearest(fixes: readonly Numbered[]): FixStepDto[] {
  const steps = fixes.map(({ step }) => step).sort((a, b) => b.raw_signed_distance - a.raw_signed_distance);
  return steps.slice(0, Math.ceil(NEAREST_SHARE * steps.length));
}

function AccuracyCircle({ step, color }: { step: FixStepDto; color: string }) {
  const pathOptions = { color, weight: 1, opacity: 0.35, fillOpacity: 0.04 };
  return <Circle center={raw(step)} radius={step.raw.accuracy} pathOptions={pathOptions} interactive={false} />;
}

/** What the phone said is a ring; where the filter took it to be, a full dot. */
function FixMarks({ step, color, onSelect }: { step: FixStepDto; color: string; onSelect: () => void }) {
  const eventHandlers = { click: onSelect, mouseover: onSelect };
  return (
    <>
      <CircleMarker
        center={filtered(step)}
        radius={3.5}
        pathOptions={{ color: '#ffffff', weight: 1, fillColor: color, fillOpacity: 1 }}
        eventHandlers={eventHandlers}
      />
      <CircleMarker
        center={raw(step)}
        radius={6}
        pathOptions={{ color, weight: 2, fillColor: '#ffffff', fillOpacity: 0.25 }}
        eventHandlers={eventHandlers}
      />
    </>
  );
}

function Chosen({ step, color }: { step: FixStepDto; color: string }) {
  return (
    <>
      <Circle
        center={raw(step)}
        radius={step.raw.accuracy}
        interactive={false}
        pathOptions={{ color, weight: 2, dashArray: '6 5', fillOpacity: 0.08 }}
      />
      <Circle
        center={filtered(step)}
        radius={step.filtered.accuracy}
        interactive={false}
        pathOptions={{ color, weight: 2.5, fillOpacity: 0.1 }}
      />
      <Polyline
        positions={[raw(step), filtered(step)]}
        interactive={false}
        pathOptions={{ color, weight: 2, dashArray: '2 4' }}
      />
      <CircleMarker
        center={raw(step)}
        radius={9}
        interactive={false}
        pathOptions={{ color, weight: 4, fillColor: '#ffffff', fillOpacity: 0.9 }}
      />
    </>
  );
}

function DecidingMark({ at, label }: { at: LatLng; label: string }) {
  const icon = useMemo(
    () => L.divIcon({ className: classes.decidingMark as string, html: '!', iconSize: [24, 24], iconAnchor: [12, 34] }),
    [],
  );
  return <Marker position={at} icon={icon} alt={label} title={label} keyboard={false} interactive={false} />;
}
