'use client';

import '@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css';

import L from 'leaflet';
import '@geoman-io/leaflet-geoman-free';
import { useLocale } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useMap } from 'react-leaflet';
import { type LatLng, sameRings } from '@/components/map/shape';

// Nothing on any map is editable but what says so.
L.PM.setOptIn(true);

/** More handles at once than this slow a browser down; those nearest to the pointer are shown. */
const MOST_HANDLES = 150;

export interface PolygonLayerProps {
  shape: 'polygon' | 'rectangle';
  /** Null: nothing is drawn yet, so the pointer draws. */
  rings: LatLng[][] | null;
  color: string;
  onRings: (rings: LatLng[][]) => void;
}

type PolygonLatLngs = L.LatLng[] | L.LatLng[][];

function ringsOfLayer(layer: L.Polygon): LatLng[][] {
  const rings = layer.getLatLngs() as PolygonLatLngs;
  const nested = (Array.isArray(rings[0]) ? rings : [rings]) as L.LatLng[][];
  return nested.map((ring) => ring.map(({ lat, lng }): LatLng => [lat, lng]));
}

function pathOptions(color: string) {
  return { color, weight: 2, opacity: 0.8, fillColor: color, fillOpacity: 0.3 };
}

/** Gives a map that was made without geoman its drawing tools, in the page's language. */
function prepare(map: L.Map, locale: string): void {
  if (!map.pm) {
    map.options.pmIgnore = false;
    L.PM.reInitLayer(map as unknown as L.Layer);
  }
  map.pm.setLang(locale === 'de' ? 'de' : 'en');
}

/** Draws a polygon or rectangle with leaflet-geoman, then lets its corners be dragged, added and removed; holes stay. */
export function PolygonLayer({ shape, rings, color, onRings }: PolygonLayerProps) {
  const map = useMap();
  const locale = useLocale();
  const layer = useRef<L.Polygon | null>(null);
  const emitted = useRef<LatLng[][] | null>(null);
  const callback = useRef(onRings);
  callback.current = onRings;
  const isDrawing = rings === null;

  useEffect(() => {
    if (!isDrawing) return;
    prepare(map, locale);
    const created = ({ layer: drawn }: { layer: L.Layer }) => {
      const found = ringsOfLayer(drawn as L.Polygon);
      drawn.remove();
      callback.current(found);
    };
    const style = pathOptions(color);
    map.on('pm:create', created);
    map.pm.enableDraw(shape === 'polygon' ? 'Polygon' : 'Rectangle', {
      snappable: false,
      finishOnEnter: true,
      templineStyle: style,
      hintlineStyle: { ...style, dashArray: '5 5' },
      pathOptions: style,
    });
    return () => {
      map.off('pm:create', created);
      map.pm.disableDraw();
    };
  }, [map, locale, shape, color, isDrawing]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: colour and later rings are set on the layer that exists
  useEffect(() => {
    if (isDrawing || !rings) return;
    prepare(map, locale);
    const made =
      shape === 'rectangle' && isUpright(rings)
        ? L.rectangle(L.latLngBounds(rings[0]!), options(color))
        : L.polygon(rings, options(color));
    made.addTo(map);
    const changed = () => {
      const now = ringsOfLayer(made);
      emitted.current = now;
      callback.current(now);
    };
    made.on('pm:markerdrag pm:vertexadded pm:vertexremoved pm:edit', changed);
    edit(made);
    layer.current = made;
    emitted.current = rings;
    return () => {
      layer.current = null;
      made.pm.disable();
      made.remove();
    };
  }, [map, locale, shape, isDrawing]);

  useEffect(() => {
    layer.current?.setStyle(pathOptions(color));
  }, [color]);

  useEffect(() => {
    const made = layer.current;
    if (!made || !rings || sameRings(rings, emitted.current)) return;
    emitted.current = rings;
    made.pm.disable();
    made.setLatLngs(rings);
    edit(made);
  }, [rings]);

  return null;
}

const options = (color: string) => ({ ...pathOptions(color), pmIgnore: false });

function edit(layer: L.Polygon): void {
  layer.pm.enable({ snappable: false, allowSelfIntersection: true, limitMarkersToCount: MOST_HANDLES });
}

/** Whether the sides run along meridians and parallels; geoman's rectangles always do. */
function isUpright(rings: LatLng[][]): boolean {
  const [ring] = rings;
  if (rings.length !== 1 || !ring || ring.length !== 4) return false;
  const latitudes = new Set(ring.map(([latitude]) => latitude));
  const longitudes = new Set(ring.map(([, longitude]) => longitude));
  return latitudes.size === 2 && longitudes.size === 2;
}
