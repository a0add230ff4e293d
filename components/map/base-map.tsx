'use client';

import 'leaflet/dist/leaflet.css';

import { useComputedColorScheme } from '@mantine/core';
import type { Map as LeafletMap } from 'leaflet';
import { useTranslations } from 'next-intl';
import { type ReactNode, type Ref, useEffect } from 'react';
import { MapContainer, ScaleControl, TileLayer, useMap, ZoomControl } from 'react-leaflet';
import classes from './base-map.module.css';
import type { TileSource } from './types';
import { WorldLayer } from './world/world-layer';

const LAND = {
  light: { land: '#f4f2ec', border: '#c2bdb1', line: 'rgb(60 80 90 / 14%)' },
  dark: { land: '#232a2e', border: '#47525a', line: 'rgb(190 215 230 / 10%)' },
};

export interface BaseMapProps {
  tiles: TileSource;
  /** What the map shows; names it for screen readers. */
  label: string;
  center?: [number, number];
  zoom?: number;
  /** Without zoom buttons and scale, for small maps. */
  plain?: boolean;
  /** Shapes as SVG instead of one canvas: for few shapes that are being edited. */
  svg?: boolean;
  ref?: Ref<LeafletMap>;
  children?: ReactNode;
}

/** OpenStreetMap asks for a link to its licence; who configures an attribution with links of its own keeps it. */
function withLink(attribution: string): string {
  if (attribution.includes('<')) return attribution;
  return attribution.replace('OpenStreetMap', '<a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>');
}

/** Keeps Leaflet's idea of its size right when the window, a panel or a sheet changes it, and gives it a name. */
function Frame({ label }: { label: string }) {
  const map = useMap();
  useEffect(() => {
    const container = map.getContainer();
    container.setAttribute('role', 'region');
    container.setAttribute('aria-label', label);
    map.attributionControl?.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
    const observer = new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false }));
    observer.observe(container);
    return () => observer.disconnect();
  }, [map, label]);
  return null;
}

/**
 * The map that all others are made of: tiles from the configured server over the bundled world, in the page's colour scheme.
 * Tiles that do not arrive stay transparent, so without internet the bundled world is what one sees. Client only (Leaflet
 * needs a window): load what uses it by `next/dynamic` with `ssr: false`.
 */
export function BaseMap({ tiles, label, center = [30, 10], zoom = 2, plain = false, svg = false, ref, children }: BaseMapProps) {
  const t = useTranslations('map');
  const scheme = useComputedColorScheme('light');
  return (
    <MapContainer
      ref={ref}
      className={classes.map}
      center={center}
      zoom={zoom}
      minZoom={2}
      maxZoom={19}
      preferCanvas={!svg}
      worldCopyJump
      zoomControl={false}
      attributionControl
    >
      <Frame label={label} />
      <WorldLayer {...LAND[scheme]} />
      <TileLayer
        className={classes.tiles}
        url={tiles.url}
        attribution={withLink(tiles.attribution)}
        maxNativeZoom={19}
        // Tile servers ask who sends people to them; the page's own policy may say nothing at all.
        referrerPolicy="strict-origin-when-cross-origin"
      />
      {!plain && <ScaleControl position="bottomright" imperial={false} />}
      {!plain && <ZoomControl position="bottomright" zoomInTitle={t('zoomIn')} zoomOutTitle={t('zoomOut')} />}
      {children}
    </MapContainer>
  );
}
