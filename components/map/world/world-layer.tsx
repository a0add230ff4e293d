'use client';

import L from 'leaflet';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useMemo } from 'react';
import { useMap } from 'react-leaflet';
import { countryNames } from './country-names';
import { traceGraticule } from './graticule';
import { MapWords, type MapWordsOptions } from './map-words';
import words from './map-words.module.css';
import { prepareWorld, traceBorders, traceLand, type World } from './tiles';

/** Below Leaflet's tile pane (200), so that tiles that arrive lie over it and those that don't leave it in view. */
const PANE = 'world';
const PANE_Z_INDEX = '150';

export interface WorldColours {
  land: string;
  border: string;
  /** Of the graticule. */
  line: string;
}

interface Loaded {
  world: World;
  topology: unknown;
}

let loading: Promise<Loaded> | null = null;

function loadWorld(): Promise<Loaded> {
  loading ??= import('world-atlas/countries-50m.json').then(({ default: topology }) => ({
    world: prepareWorld(topology),
    topology,
  }));
  return loading;
}

/** Draws the bundled world into canvas tiles, which Leaflet moves, zooms and wraps round the globe like any others. */
class WorldGrid extends L.GridLayer {
  constructor(
    private readonly world: World,
    private readonly colours: WorldColours,
  ) {
    super({ pane: PANE, updateWhenZooming: false, keepBuffer: 1 });
  }

  override createTile(coordinates: L.Coords): HTMLElement {
    const canvas = document.createElement('canvas');
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = 256 * ratio;
    canvas.height = 256 * ratio;
    const context = canvas.getContext('2d');
    if (context) {
      context.scale(ratio, ratio);
      this.draw(context, coordinates);
    }
    return canvas;
  }

  private draw(context: CanvasRenderingContext2D, tile: L.Coords): void {
    context.beginPath();
    traceLand(context, this.world, tile);
    context.fillStyle = this.colours.land;
    context.fill('evenodd');
    context.beginPath();
    traceBorders(context, this.world, tile);
    context.strokeStyle = this.colours.border;
    context.lineWidth = tile.z < 5 ? 0.7 : 1.2;
    context.lineJoin = 'round';
    context.stroke();
    context.beginPath();
    traceGraticule(context, tile);
    context.strokeStyle = this.colours.line;
    context.lineWidth = 1;
    context.stroke();
  }
}

/**
 * The bundled low-resolution world map with a graticule, degrees and countries' names: loaded apart from the page, and all
 * there is to see without internet. Between houses the graticule is what shows a scale and a movement.
 */
export function WorldLayer({ land, border, line }: WorldColours) {
  const map = useMap();
  const language = useLocale();
  const t = useTranslations('map.directions');
  const directions = useMemo(() => ({ north: t('north'), south: t('south'), east: t('east'), west: t('west') }), [t]);
  useEffect(() => {
    let layers: L.Layer[] = [];
    let gone = false;
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    pane.style.zIndex = PANE_Z_INDEX;
    pane.style.pointerEvents = 'none';
    loadWorld().then(({ world, topology }) => {
      if (gone) return;
      const countries = countryNames(topology, language);
      layers = [
        new WorldGrid(world, { land, border, line }),
        new MapWords({ pane: PANE, countries, directions, language, classes: words as MapWordsOptions['classes'] }),
      ];
      for (const layer of layers) layer.addTo(map);
    });
    return () => {
      gone = true;
      for (const layer of layers) layer.remove();
    };
  }, [map, land, border, line, language, directions]);
  return null;
}
