'use client';

import L from 'leaflet';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { Circle, Marker, useMapEvents } from 'react-leaflet';
import { BaseMap } from './base-map';
import classes from './mini-map.module.css';
import type { PointPickerProps } from './point-picker';

function Clicks({ onPick }: { onPick: (place: L.LatLng) => void }) {
  useMapEvents({ click: ({ latlng }) => onPick(latlng) });
  return null;
}

/** The map of `PointPicker`; in the browser only. */
export default function MiniMap({ latitude, longitude, radius, color = '#0ca678', tiles, onChange }: PointPickerProps) {
  const t = useTranslations('map.picker');
  const [map, setMap] = useState<L.Map | null>(null);
  const pick = (place: L.LatLng) => {
    const { lat, lng } = place.wrap();
    onChange({ latitude: lat, longitude: lng });
  };
  const icon = useMemo(() => L.divIcon({ className: classes.mark, iconSize: [22, 22] }), []);
  const chosen = latitude !== null && longitude !== null;

  // Follows a place that was typed or found elsewhere, and stays when it is in view already.
  useEffect(() => {
    if (!map || latitude === null || longitude === null) return;
    const area = L.latLng(latitude, longitude).toBounds(2.6 * radius);
    if (!map.getBounds().contains(area) || map.getZoom() < 8) map.fitBounds(area, { maxZoom: 17, animate: false });
  }, [map, latitude, longitude, radius]);

  return (
    <div className={classes.frame}>
      <BaseMap ref={setMap} tiles={tiles} label={t('label')}>
        <Clicks onPick={pick} />
        {chosen && (
          <>
            <Circle
              center={[latitude, longitude]}
              radius={radius}
              interactive={false}
              pathOptions={{ color, weight: 2, opacity: 0.8, fillOpacity: 0.3 }}
            />
            <Marker
              position={[latitude, longitude]}
              draggable
              icon={icon}
              title={t('marker')}
              alt={t('marker')}
              eventHandlers={{ dragend: (event) => pick((event.target as L.Marker).getLatLng()) }}
            />
          </>
        )}
      </BaseMap>
      {!chosen && <div className={classes.hint}>{t('hint')}</div>}
    </div>
  );
}
