import type { LatLon } from '@/lib/domain/geo';
import type { Geofence } from '@/lib/domain/model';
import { safeColor } from '../content';
import { type Projection, projectionAt, roundLength, type Spot, type View, viewOf } from './plane';

/** As the picture is shown; it is drawn twice as fine. */
export const MAP_WIDTH = 520;
export const MAP_HEIGHT = 260;
const FINENESS = 2;

type Outline = Pick<Geofence, 'shape_type' | 'center_latitude' | 'center_longitude' | 'radius_meters' | 'geometry' | 'color'>;

export interface MapScene {
  fix: LatLon & { accuracy: number | null };
  /** Of the device, `#rrggbb`. */
  color: string;
  /** The zone that it is about; several where it is a group. */
  zones: readonly Outline[];
  /** Others near it. */
  neighbours: readonly Outline[];
  /** Where the device came from, oldest first. */
  track: readonly LatLon[];
}

export interface DrawnScene {
  svg: string;
  /** What the bar in the corner is long, in metres. */
  scale_meters: number;
  shows_ring: boolean;
  shows_way: boolean;
}

const PAPER = '#eef2ef';
const GRID = '#dce3de';
const INK = '#3d474f';
/** The scale bar is no longer, as a part of the width. */
const LONGEST_BAR = 0.28;
/** Of the circle of accuracy and of the way there as much is shown as lies within so many times the reach of the zone. */
const MOST_RING = 2.5;
const MOST_WAY = 1.3;
/** The least that counts as the reach of a zone, in metres from the fix. */
const LEAST_REACH = 200;
/** Smaller circles hide behind the dot, in pixels. */
const LEAST_RING = 9;

/** Draws the zone, the fix with its circle, the way there and the zones around; without words, so without fonts. */
export function mapSvg(scene: MapScene): DrawnScene {
  const project = projectionAt(scene.fix);
  const zones = scene.zones.map((zone) => figureOf(zone, project));
  const track = scene.track.map(project);
  const corners = zones.flatMap(cornersOf);
  const reach = Math.max(LEAST_REACH, ...corners.map(distanceOf));
  const ring = cornersAround({ x: 0, y: 0 }, Math.min(scene.fix.accuracy ?? 0, reach * MOST_RING));
  const lastOfWay = track.filter((spot) => distanceOf(spot) <= reach * MOST_WAY);
  const view = viewOf([...corners, ...ring, ...lastOfWay], MAP_WIDTH, MAP_HEIGHT);
  const scale_meters = roundLength(MAP_WIDTH * LONGEST_BAR * view.metersPerPixel);
  const around = scene.neighbours.map((zone) => figureOf(zone, project)).filter((figure) => isSeen(figure, view));
  const ringPixels = (scene.fix.accuracy ?? 0) / view.metersPerPixel;
  const parts = [
    `<rect width="${MAP_WIDTH}" height="${MAP_HEIGHT}" fill="${PAPER}"/>`,
    grid(view, scale_meters),
    ...around.map((figure) => area(figure, view, { fill: 0.1, line: 0.45, width: 1.5 })),
    ...zones.map((figure) => area(figure, view, { fill: 0.24, line: 1, width: 3 })),
    way(track, view, safeColor(scene.color)),
    dot(view, safeColor(scene.color), ringPixels),
    bar(scale_meters / view.metersPerPixel),
  ];
  const size = `width="${MAP_WIDTH * FINENESS}" height="${MAP_HEIGHT * FINENESS}" viewBox="0 0 ${MAP_WIDTH} ${MAP_HEIGHT}"`;
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${parts.join('')}</svg>`,
    scale_meters,
    shows_ring: ringPixels >= LEAST_RING,
    shows_way: track.length > 0,
  };
}

/** A zone on the plane: a circle, or rings. */
type Figure = { color: string } & ({ center: Spot; radius: number } | { rings: Spot[][] });

function figureOf(zone: Outline, project: Projection): Figure {
  const color = safeColor(zone.color);
  const { center_latitude: latitude, center_longitude: longitude, radius_meters: radius } = zone;
  if (zone.shape_type === 'circle' && latitude !== null && longitude !== null && radius !== null) {
    return { color, center: project({ latitude, longitude }), radius };
  }
  const rings = zone.geometry?.coordinates ?? [];
  return { color, rings: rings.map((ring) => ring.map(([east, north]) => project({ latitude: north, longitude: east }))) };
}

function cornersOf(figure: Figure): Spot[] {
  return 'rings' in figure ? figure.rings.flat() : cornersAround(figure.center, figure.radius);
}

const cornersAround = ({ x, y }: Spot, radius: number): Spot[] => [
  { x: x - radius, y: y - radius },
  { x: x + radius, y: y + radius },
];

const distanceOf = ({ x, y }: Spot) => Math.hypot(x, y);

function isSeen(figure: Figure, { left, top, metersPerPixel }: View): boolean {
  const corners = cornersOf(figure);
  const [right, bottom] = [left + MAP_WIDTH * metersPerPixel, top + MAP_HEIGHT * metersPerPixel];
  const beside = [
    corners.every(({ x }) => x < left),
    corners.every(({ x }) => x > right),
    corners.every(({ y }) => y < top),
    corners.every(({ y }) => y > bottom),
  ];
  return corners.length > 0 && !beside.includes(true);
}

const number = (value: number) => String(Math.round(value * 10) / 10);
const at = ({ x, y }: Spot, { left, top, metersPerPixel }: View) =>
  [number((x - left) / metersPerPixel), number((y - top) / metersPerPixel)] as const;
/** Spots that fall on the same tenth of a pixel as the one before say nothing more. */
function pathOf(spots: readonly Spot[], view: View): string {
  const points = spots.map((spot) => at(spot, view).join(' '));
  return `M${points.filter((point, index) => point !== points[index - 1]).join('L')}`;
}

function area(figure: Figure, view: View, { fill, line, width }: { fill: number; line: number; width: number }): string {
  const { color } = figure;
  const look = `fill="${color}" fill-opacity="${fill}" stroke="${color}" stroke-opacity="${line}" stroke-width="${width}"`;
  if ('center' in figure) {
    const [cx, cy] = at(figure.center, view);
    return `<circle cx="${cx}" cy="${cy}" r="${number(figure.radius / view.metersPerPixel)}" ${look}/>`;
  }
  const rings = figure.rings.filter((ring) => ring.length > 2).map((ring) => `${pathOf(ring, view)}Z`);
  return rings.length === 0 ? '' : `<path d="${rings.join('')}" fill-rule="evenodd" ${look}/>`;
}

function grid(view: View, step: number): string {
  const lines: string[] = [];
  const pixels = step / view.metersPerPixel;
  const first = (edge: number) => (Math.ceil(edge / step) * step - edge) / view.metersPerPixel;
  for (let x = first(view.left); x <= MAP_WIDTH; x += pixels) lines.push(`M${number(x)} 0V${MAP_HEIGHT}`);
  for (let y = first(view.top); y <= MAP_HEIGHT; y += pixels) lines.push(`M0 ${number(y)}H${MAP_WIDTH}`);
  return `<path d="${lines.join('')}" stroke="${GRID}" stroke-width="1" fill="none"/>`;
}

function way(spots: readonly Spot[], view: View, color: string): string {
  if (spots.length === 0) return '';
  const line = pathOf([...spots, { x: 0, y: 0 }], view);
  const points = spots.map((spot) => at(spot, view)).map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3"/>`);
  const joined = 'fill="none" stroke-linejoin="round" stroke-linecap="round"';
  return `<path d="${line}" stroke="#ffffff" stroke-width="6" stroke-opacity="0.8" ${joined}/><path d="${line}" stroke="${color}" stroke-width="3" stroke-opacity="0.75" ${joined}/><g fill="${color}">${points.join('')}</g>`;
}

function dot(view: View, own: string, ring: number): string {
  const [cx, cy] = at({ x: 0, y: 0 }, view);
  const circle = `<circle cx="${cx}" cy="${cy}" r="${number(ring)}" fill="${own}" fill-opacity="0.14" stroke="${own}" stroke-width="1.5" stroke-dasharray="5 4"/>`;
  return `${ring >= LEAST_RING ? circle : ''}<circle cx="${cx}" cy="${cy}" r="8" fill="${own}" stroke="#ffffff" stroke-width="3"/>`;
}

/** In the corner in the south-west. */
function bar(length: number): string {
  const [x, y] = [14, MAP_HEIGHT - 14];
  const line = `M${x} ${y - 6}V${y}H${number(x + length)}V${y - 6}`;
  return `<path d="${line}" fill="none" stroke="#ffffff" stroke-width="6" stroke-linejoin="round"/><path d="${line}" fill="none" stroke="${INK}" stroke-width="2"/>`;
}
