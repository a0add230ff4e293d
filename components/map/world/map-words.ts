import L from 'leaflet';
import type { CountryName } from './country-names';
import { digitsOf, graticuleStep, linesBetween, wrapLongitude, writeLine } from './graticule';

/** Countries are named from the zoom where they can be told apart to the one where a screen shows a single one. */
const COUNTRY_ZOOMS = { from: 3, to: 8 };
/** A name may be somewhat wider than its country: the neighbours make room or are left out. */
const PIXELS_PER_LETTER = 6.5;
const LINE_PIXELS = 16;
/** Free at the ends of an edge, so that degrees of both edges don't meet in a corner. */
const CORNER_PIXELS = 28;
/** At the right edge's lower end, where the map's controls are. */
const CONTROLS_PIXELS = 150;

/** The letters of the four directions in the person's language. */
export interface Directions {
  north: string;
  south: string;
  east: string;
  west: string;
}

type MarkKind = 'meridian' | 'parallel' | 'country';

interface Mark {
  kind: MarkKind;
  text: string;
  x: number;
  y: number;
}

export interface MapWordsOptions {
  pane: string;
  countries: readonly CountryName[];
  directions: Directions;
  language: string;
  classes: Record<'words' | MarkKind, string>;
}

/** Words on the bundled map: degrees where the graticule meets the top and right edge, and the countries' names. */
export class MapWords extends L.Layer {
  private readonly box = document.createElement('div');

  constructor(private readonly words: MapWordsOptions) {
    super({ pane: words.pane });
    this.box.className = words.classes.words;
    this.box.setAttribute('aria-hidden', 'true');
  }

  override onAdd(map: L.Map): this {
    this.getPane()?.append(this.box);
    map.on('zoomstart', this.hide, this);
    map.on('move zoomend resize', this.write, this);
    this.write();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off('zoomstart', this.hide, this);
    map.off('move zoomend resize', this.write, this);
    this.box.remove();
    return this;
  }

  /** Words don't grow with the ground, so they are away while it grows. */
  private hide(): void {
    this.box.style.visibility = 'hidden';
  }

  private write(): void {
    const map = this._map;
    const spans = [...this.degrees(map), ...this.countries(map)].map(({ kind, text, x, y }) => {
      const span = document.createElement('span');
      span.className = this.words.classes[kind];
      span.textContent = text;
      span.style.left = `${x}px`;
      span.style.top = `${y}px`;
      return span;
    });
    this.box.replaceChildren(...spans);
    L.DomUtil.setPosition(this.box, map.containerPointToLayerPoint([0, 0]));
    this.box.style.visibility = '';
  }

  private degrees(map: L.Map): Mark[] {
    const size = map.getSize();
    const bounds = map.getBounds();
    const step = graticuleStep(Math.round(map.getZoom()));
    const number = new Intl.NumberFormat(this.words.language, {
      minimumFractionDigits: digitsOf(step),
      maximumFractionDigits: digitsOf(step),
    });
    const { north, south, east, west } = this.words.directions;
    const meridians = linesBetween(bounds.getWest(), bounds.getEast(), step).map((longitude) => ({
      kind: 'meridian' as const,
      text: writeLine(wrapLongitude(longitude), number, [east, west]),
      x: map.latLngToContainerPoint([0, longitude]).x + 4,
      y: 4,
    }));
    const parallels = linesBetween(bounds.getSouth(), bounds.getNorth(), step).map((latitude) => ({
      kind: 'parallel' as const,
      text: writeLine(latitude, number, [north, south]),
      x: size.x - 4,
      y: map.latLngToContainerPoint([latitude, bounds.getEast()]).y,
    }));
    return [
      ...meridians.filter(({ x }) => x < size.x - 2 * CORNER_PIXELS),
      ...parallels.filter(({ y }) => y > CORNER_PIXELS && y < size.y - CONTROLS_PIXELS),
    ];
  }

  private countries(map: L.Map): Mark[] {
    const zoom = map.getZoom();
    if (zoom < COUNTRY_ZOOMS.from || zoom > COUNTRY_ZOOMS.to) return [];
    const bounds = map.getBounds();
    const pixelsPerDegree = (256 * 2 ** zoom) / 360;
    const taken: { x: number; y: number; half: number }[] = [];
    const marks: Mark[] = [];
    for (const { name, latitude, longitude, width } of this.words.countries) {
      const half = (name.length * PIXELS_PER_LETTER) / 2;
      if (width * pixelsPerDegree < half * 1.6) continue;
      const copy = longitude + 360 * Math.round((bounds.getCenter().lng - longitude) / 360);
      if (!bounds.contains([latitude, copy])) continue;
      const { x, y } = map.latLngToContainerPoint([latitude, copy]);
      if (taken.some((other) => Math.abs(other.y - y) < LINE_PIXELS && Math.abs(other.x - x) < other.half + half)) continue;
      taken.push({ x, y, half });
      marks.push({ kind: 'country', text: name, x, y });
    }
    return marks;
  }
}
