'use client';

import L from 'leaflet';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useEffect, useState } from 'react';
import { useMapEvents } from 'react-leaflet';
import { useFormat } from '@/components/common/use-format';
import { BaseMap } from '@/components/map/base-map';
import { boundsOfPlaces, boundsOfZones, isWellInView, showBounds } from '@/components/map/fit';
import type { LatLng } from '@/components/map/shape';
import type { MapDevice, MapZone, TileSource } from '@/components/map/types';
import { ZoneLayer } from '@/components/map/zone-layer';
import type { LatLon } from '@/lib/domain/geo';
import { BacktestLayer } from './backtest/backtest-layer';
import type { BacktestView } from './backtest/use-backtest';
import { CircleLayer } from './circle-layer';
import { centerOfDraft, ringsOfDraft, type ZoneDraft } from './draft';
import { FaintDevices } from './faint-devices';
import { HysteresisLayer } from './hysteresis-layer';
import { MoveHandle } from './move-handle';
import { PolygonLayer } from './polygon-layer';
import classes from './zone-canvas.module.css';

export interface ZoneCanvasProps {
  draft: ZoneDraft;
  /** Faintly, to draw beside them. */
  otherZones: readonly MapZone[];
  devices: readonly MapDevice[];
  tiles: TileSource;
  /** The next click on the map sets the circle's centre. */
  placing: boolean;
  /** Counts up when the whole zone should come into view, if it isn't there. */
  focus: number;
  /** What the zone would have told in the past. */
  backtest: BacktestView;
  /** The centre was clicked. */
  onPlace: (center: LatLon) => void;
  /** The centre is being dragged. */
  onCenter: (center: LatLon) => void;
  onRadius: (meters: number) => void;
  onRings: (rings: LatLng[][]) => void;
}

function Placing({ onPlace }: { onPlace: (center: LatLon) => void }) {
  useMapEvents({
    click: (event) => {
      const { lat, lng } = event.latlng.wrap();
      onPlace({ latitude: lat, longitude: lng });
    },
  });
  return null;
}

function boundsOfDraft(draft: ZoneDraft): L.LatLngBounds {
  const center = centerOfDraft(draft);
  const rings = ringsOfDraft(draft);
  if (draft.shape_type !== 'circle') return L.latLngBounds(rings?.[0] ?? []);
  if (!center) return L.latLngBounds([]);
  return L.latLng(center.latitude, center.longitude).toBounds(2 * (Number(draft.radius_meters) || 200));
}

/** The editor's map: what is drawn, with handles, over other zones and the devices' last positions. */
export default function ZoneCanvas(props: ZoneCanvasProps) {
  const { draft, otherZones, devices, tiles, placing, focus, backtest, onPlace, onCenter, onRadius, onRings } = props;
  const t = useTranslations('editor.map');
  const format = useFormat();
  const [map, setMap] = useState<L.Map | null>(null);
  const center = centerOfDraft(draft);
  const radius = Number(draft.radius_meters);
  const rings = ringsOfDraft(draft);
  const hysteresis = Number(draft.hysteresis_meters);
  const hint = hintOf(draft, placing);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is the person's own but for the start and when asked for
  useEffect(() => {
    if (!map) return;
    const own = boundsOfDraft(draft);
    if (focus > 0 && isWellInView(map, own)) return;
    const places = devices.flatMap(({ last_location }) => (last_location ? [last_location] : []));
    const start = places.length > 0 ? boundsOfPlaces(places) : boundsOfZones(otherZones);
    showBounds(map, own.isValid() ? own.pad(0.3) : start, focus > 0);
  }, [map, focus]);

  const style = { '--zone-color': draft.color } as CSSProperties;
  return (
    <div className={`${classes.canvas} ${placing ? classes.placing : ''}`} style={style}>
      <BaseMap ref={setMap} svg tiles={tiles} label={t('label')}>
        <ZoneLayer zones={otherZones} faint />
        <FaintDevices devices={devices} />
        <BacktestLayer backtest={backtest} draft={draft} />
        {draft.shape_type === 'circle' && placing && <Placing onPlace={onPlace} />}
        {draft.shape_type === 'circle' && center && radius > 0 && (
          <CircleLayer
            center={center}
            radius={radius}
            color={draft.color}
            centerLabel={t('center')}
            radiusLabel={t('radius')}
            radiusText={format.distance(radius)}
            onCenter={onCenter}
            onRadius={onRadius}
          />
        )}
        {hysteresis > 0 && <HysteresisLayer draft={draft} meters={hysteresis} />}
        {rings && <MoveHandle draft={draft} rings={rings} label={t('move')} onRings={onRings} />}
        {draft.shape_type !== 'circle' && (
          <PolygonLayer key={draft.shape_type} shape={draft.shape_type} rings={rings} color={draft.color} onRings={onRings} />
        )}
      </BaseMap>
      {hint && <div className={classes.hint}>{t(hint)}</div>}
    </div>
  );
}

function hintOf(draft: ZoneDraft, placing: boolean): 'placeHint' | 'polygonHint' | 'rectangleHint' | null {
  if (draft.shape_type === 'circle') return placing ? 'placeHint' : null;
  if (ringsOfDraft(draft)) return null;
  return draft.shape_type === 'polygon' ? 'polygonHint' : 'rectangleHint';
}
