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
}

const PAPER = '#eef2ef';
const GRID = '#dce3de';
const INK = '#3d474f';
/** The scale bar is no longer, as a part of the width. */
const LONGEST_BAR = 0.28;
/** A ring that is larger than the zone by more than this is not shown whole. */
const MOST_RING = 2.5;
/** Metres around a fix without a zone to measure it by. */
const LEAST_RING = 200;

/** Draws the zone, the fix with its circle, the way there and the zones around; without words, so without fonts. */
export function mapSvg(scene: MapScene): DrawnScene {
  const project = projectionAt(scene.fix);
  const zones = scene.zones.map((zone) => figureOf(zone, project));
  const view = viewOf([{ x: 0, y: 0 }, ...zones.flatMap(cornersOf), ...ringCorners(scene, zones)], MAP_WIDTH, MAP_HEIGHT);
  const scale_meters = roundLength(MAP_WIDTH * LONGEST_BAR * view.metersPerPixel);
  const around = scene.neighbours.map((zone) => figureOf(zone, project)).filter((figure) => isSeen(figure, view));
  const parts = [
    `<rect width="${MAP_WIDTH}" height="${MAP_HEIGHT}" fill="${PAPER}"/>`,
    grid(view, scale_meters),
    ...around.map((figure) => area(figure, view, { fill: 0.1, line: 0.45, width: 1.5 })),
    ...zones.map((figure) => area(figure, view, { fill: 0.24, line: 1, width: 3 })),
    way(scene.track.map(project), view, safeColor(scene.color)),
    dot(scene, view),
    bar(scale_meters / view.metersPerPixel),
  ];
  const size = `width="${MAP_WIDTH * FINENESS}" height="${MAP_HEIGHT * FINENESS}" viewBox="0 0 ${MAP_WIDTH} ${MAP_HEIGHT}"`;
  return { svg: `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${parts.join('')}</svg>`, scale_meters };
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

/** As much of the circle of accuracy as does not push the zone out of sight. */
function ringCorners({ fix }: MapScene, zones: readonly Figure[]): Spot[] {
  const reach = zones.flatMap(cornersOf).map(({ x, y }) => Math.hypot(x, y));
  const most = Math.max(LEAST_RING, ...reach) * MOST_RING;
  return cornersAround({ x: 0, y: 0 }, Math.min(fix.accuracy ?? 0, most));
}

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
const pathOf = (spots: readonly Spot[], view: View) => `M${spots.map((spot) => at(spot, view).join(' ')).join('L')}`;

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

function dot({ fix, color }: MapScene, view: View): string {
  const [cx, cy] = at({ x: 0, y: 0 }, view);
  const own = safeColor(color);
  const ring = (fix.accuracy ?? 0) / view.metersPerPixel;
  const circle = `<circle cx="${cx}" cy="${cy}" r="${number(ring)}" fill="${own}" fill-opacity="0.14" stroke="${own}" stroke-width="1.5" stroke-dasharray="5 4"/>`;
  return `${ring > 8 ? circle : ''}<circle cx="${cx}" cy="${cy}" r="8" fill="${own}" stroke="#ffffff" stroke-width="3"/>`;
}

/** In the corner in the south-west. */
function bar(length: number): string {
  const [x, y] = [14, MAP_HEIGHT - 14];
  const line = `M${x} ${y - 6}V${y}H${number(x + length)}V${y - 6}`;
  return `<path d="${line}" fill="none" stroke="#ffffff" stroke-width="6" stroke-linejoin="round"/><path d="${line}" fill="none" stroke="${INK}" stroke-width="2"/>`;
}
