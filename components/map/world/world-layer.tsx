'use client';

import L from 'leaflet';
import { useEffect } from 'react';
import { useMap } from 'react-leaflet';
import { prepareWorld, traceBorders, traceLand, type World } from './tiles';

/** Below Leaflet's tile pane (200), so that tiles that arrive lie over it and those that don't leave it in view. */
const PANE = 'world';
const PANE_Z_INDEX = '150';

export interface WorldColours {
  land: string;
  border: string;
}

let loading: Promise<World> | null = null;

function loadWorld(): Promise<World> {
  loading ??= import('world-atlas/countries-50m.json').then((module) => prepareWorld(module.default));
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
  }
}

/** The bundled low-resolution world map: loaded apart from the page, and all there is to see without internet. */
export function WorldLayer({ land, border }: WorldColours) {
  const map = useMap();
  useEffect(() => {
    let layer: WorldGrid | null = null;
    let gone = false;
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    pane.style.zIndex = PANE_Z_INDEX;
    pane.style.pointerEvents = 'none';
    loadWorld().then((world) => {
      if (gone) return;
      layer = new WorldGrid(world, { land, border });
      layer.addTo(map);
    });
    return () => {
      gone = true;
      layer?.remove();
    };
  }, [map, land, border]);
  return null;
}
