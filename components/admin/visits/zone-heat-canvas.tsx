'use client';

import type L from 'leaflet';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Circle, Polygon, Tooltip } from 'react-leaflet';
import { useFormat } from '@/components/common/use-format';
import { BaseMap } from '@/components/map/base-map';
import { boundsOfZones, showBounds } from '@/components/map/fit';
import { ringsOf } from '@/components/map/shape';
import type { MapZone, TileSource } from '@/components/map/types';
import type { ZoneShare } from './zone-shares';

/** A zone hardly visited is still to be seen. */
const LEAST_OPACITY = 0.12;
const MOST_OPACITY = 0.85;

export interface ZoneHeatCanvasProps {
  zones: readonly MapZone[];
  shares: readonly ZoneShare[];
  tiles: TileSource;
}

/** The zones, filled the more strongly the more of the time was spent in them. */
export default function ZoneHeatCanvas({ zones, shares, tiles }: ZoneHeatCanvasProps) {
  const t = useTranslations('visits.zones');
  const [map, setMap] = useState<L.Map | null>(null);
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  const most = Math.max(Number.EPSILON, ...shares.map(({ share }) => share));
  const drawn = shares.flatMap((share) => {
    const zone = byId.get(share.id);
    return zone ? [{ zone, share, strength: share.share / most }] : [];
  });
  const shown = drawn.map(({ zone }) => zone.id).join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view follows only when other zones are shown
  useEffect(() => {
    if (map) showBounds(map, boundsOfZones(drawn.map(({ zone }) => zone)), false);
  }, [map, shown]);

  return (
    <BaseMap ref={setMap} tiles={tiles} label={t('map')}>
      {drawn.map(({ zone, share, strength }) => (
        <HeatShape key={zone.id} zone={zone} share={share} strength={strength} />
      ))}
    </BaseMap>
  );
}

function HeatShape({ zone, share, strength }: { zone: MapZone; share: ZoneShare; strength: number }) {
  const format = useFormat();
  const fillOpacity = LEAST_OPACITY + (MOST_OPACITY - LEAST_OPACITY) * strength;
  const pathOptions = { color: zone.color, weight: 2, opacity: 0.9, fillColor: zone.color, fillOpacity };
  const words = (
    <Tooltip direction="top" sticky>
      {`${share.name}: ${format.duration(share.total_seconds)} (${format.percent(share.share * 100)})`}
    </Tooltip>
  );
  if (zone.geometry) {
    return (
      <Polygon positions={ringsOf(zone.geometry)} pathOptions={pathOptions}>
        {words}
      </Polygon>
    );
  }
  if (zone.center_latitude === null || zone.center_longitude === null || zone.radius_meters === null) return null;
  return (
    <Circle center={[zone.center_latitude, zone.center_longitude]} radius={zone.radius_meters} pathOptions={pathOptions}>
      {words}
    </Circle>
  );
}
