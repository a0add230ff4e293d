'use client';

import type L from 'leaflet';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { BaseMap } from '@/components/map/base-map';
import { boundsOfZones } from '@/components/map/fit';
import type { MapZone, TileSource } from '@/components/map/types';
import { ZoneLayer } from '@/components/map/zone-layer';

const ROOM_PIXELS: L.PointTuple = [24, 24];
const CLOSEST_ZOOM = 16;

interface GroupMapProps {
  /** The zones of the group, in its colour. */
  zones: readonly MapZone[];
  tiles: TileSource;
}

/** The area of a group, small. */
export default function GroupMap({ zones, tiles }: GroupMapProps) {
  const t = useTranslations('groups.form');
  const [map, setMap] = useState<L.Map | null>(null);
  const shown = zones.map(({ id }) => id).join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view follows only when other zones are shown
  useEffect(() => {
    const bounds = boundsOfZones(zones);
    if (map && bounds.isValid()) map.fitBounds(bounds, { padding: ROOM_PIXELS, maxZoom: CLOSEST_ZOOM, animate: false });
  }, [map, shown]);

  return (
    <BaseMap ref={setMap} tiles={tiles} label={t('map')} plain>
      <ZoneLayer zones={zones} />
    </BaseMap>
  );
}
