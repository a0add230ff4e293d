import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

/** A ring or line in Web Mercator units: x and y from 0 (west, north) to 1 (east, south), one after the other. */
export interface Path {
  points: Float64Array;
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** The bundled map: land as rings to be filled even-odd, the borders between countries as lines. */
export interface World {
  land: Path[];
  borders: Path[];
}

export interface TileAddress {
  x: number;
  y: number;
  z: number;
}

type WorldTopology = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;

const MAX_LATITUDE = 85.0511287798;
const TILE_SIZE = 256;
/** Kept around a tile, so that what ends at its edge is drawn across it. */
const MARGIN_PIXELS = 2;
/** Points nearer to the last drawn one than this are left out. */
const SMALLEST_STEP_PIXELS = 0.6;

/**
 * Makes a line continuous: the atlas stitches what crosses the antimeridian, so its longitudes jump by 360° there. A ring
 * that then does not end where it began goes round a pole, and is closed over it.
 */
export function unroll(line: readonly number[][]): number[][] {
  let turn = 0;
  const unrolled = line.map(([longitude = 0, latitude = 0], index) => {
    const step = longitude - (line[index - 1]?.[0] ?? longitude);
    if (Math.abs(step) > 180) turn -= Math.sign(step) * 360;
    return [longitude + turn, latitude];
  });
  const first = unrolled[0];
  const last = unrolled.at(-1);
  if (turn === 0 || !first || !last || line[0]?.[1] !== line.at(-1)?.[1]) return unrolled;
  const pole = last[1]! < 0 ? -90 : 90;
  return [...unrolled, [last[0]!, pole], [first[0]!, pole]];
}

function project(line: readonly number[][]): Path {
  const points = new Float64Array(line.length * 2);
  const path: Path = { points, minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  line.forEach(([longitude = 0, latitude = 0], index) => {
    const clamped = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude));
    const x = (longitude + 180) / 360;
    const y = 0.5 - Math.log(Math.tan(Math.PI / 4 + (clamped * Math.PI) / 360)) / (2 * Math.PI);
    points[index * 2] = x;
    points[index * 2 + 1] = y;
    path.minX = Math.min(path.minX, x);
    path.maxX = Math.max(path.maxX, x);
    path.minY = Math.min(path.minY, y);
    path.maxY = Math.max(path.maxY, y);
  });
  return path;
}

function shifted(path: Path, turns: number): Path {
  const points = path.points.map((value, index) => (index % 2 === 0 ? value + turns : value));
  return { ...path, points, minX: path.minX + turns, maxX: path.maxX + turns };
}

/** The line, and the copies of it that reach into the one world from beyond its edges. */
function toPaths(line: readonly number[][]): Path[] {
  const path = project(unroll(line));
  return [path, shifted(path, 1), shifted(path, -1)].filter(({ minX, maxX }) => maxX > 0 && minX < 1);
}

/** Projects a world-atlas topology (objects `countries` and `land`) once, for any number of tiles. */
export function prepareWorld(topology: unknown): World {
  const world = topology as WorldTopology;
  const land = feature(world, world.objects.land).features.flatMap(({ geometry }) => {
    if (geometry.type === 'Polygon') return geometry.coordinates;
    return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
  });
  const borders = mesh(world, world.objects.countries, (a, b) => a !== b).coordinates;
  return { land: land.flatMap(toPaths), borders: borders.flatMap(toPaths) };
}

interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

function touches(path: Path, box: Box): boolean {
  return path.minX <= box.maxX && path.maxX >= box.minX && path.minY <= box.maxY && path.maxY >= box.minY;
}

/** One pass of Sutherland–Hodgman: keeps what lies on the `sign` side of `limit` along `axis` (0 = x, 1 = y). */
function clipHalf(input: ArrayLike<number>, axis: 0 | 1, limit: number, sign: 1 | -1): number[] {
  const output: number[] = [];
  const other = 1 - axis;
  let previous = input.length - 2;
  for (let current = 0; current < input.length; previous = current, current += 2) {
    const a = input[previous + axis]!;
    const b = input[current + axis]!;
    const aInside = (a - limit) * sign >= 0;
    const bInside = (b - limit) * sign >= 0;
    if (aInside !== bInside) {
      const t = (limit - a) / (b - a);
      const across = input[previous + other]! + t * (input[current + other]! - input[previous + other]!);
      output.push(axis === 0 ? limit : across, axis === 0 ? across : limit);
    }
    if (bInside) output.push(input[current]!, input[current + 1]!);
  }
  return output;
}

/** The part of a closed ring inside a box, as a ring (Sutherland and Hodgman 1974); empty when there is none. */
export function clipRing(points: ArrayLike<number>, box: Box): number[] {
  const left = clipHalf(points, 0, box.minX, 1);
  const right = clipHalf(left, 0, box.maxX, -1);
  const top = clipHalf(right, 1, box.minY, 1);
  return clipHalf(top, 1, box.maxY, -1);
}

type Tracer = Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo' | 'closePath'>;

function boxOf({ x, y, z }: TileAddress): Box {
  const size = 1 / 2 ** z;
  const margin = (size * MARGIN_PIXELS) / TILE_SIZE;
  return {
    minX: x * size - margin,
    minY: y * size - margin,
    maxX: (x + 1) * size + margin,
    maxY: (y + 1) * size + margin,
  };
}

/** Traces the land of a tile in tile pixels (0–256); fill it with the even-odd rule. */
export function traceLand(context: Tracer, world: World, tile: TileAddress): void {
  const box = boxOf(tile);
  const scale = TILE_SIZE * 2 ** tile.z;
  for (const ring of world.land) {
    if (!touches(ring, box)) continue;
    const clipped = clipRing(ring.points, box);
    let lastX = Infinity;
    let lastY = Infinity;
    for (let i = 0; i < clipped.length; i += 2) {
      const x = clipped[i]! * scale - tile.x * TILE_SIZE;
      const y = clipped[i + 1]! * scale - tile.y * TILE_SIZE;
      if (i === 0) context.moveTo(x, y);
      else if (Math.abs(x - lastX) + Math.abs(y - lastY) < SMALLEST_STEP_PIXELS) continue;
      else context.lineTo(x, y);
      lastX = x;
      lastY = y;
    }
    if (clipped.length > 0) context.closePath();
  }
}

/** Traces the borders between countries that cross a tile, in tile pixels; stroke them. */
export function traceBorders(context: Tracer, world: World, tile: TileAddress): void {
  const box = boxOf(tile);
  const scale = TILE_SIZE * 2 ** tile.z;
  for (const { points, ...extent } of world.borders) {
    if (!touches({ points, ...extent }, box)) continue;
    let drawing = false;
    for (let i = 2; i < points.length; i += 2) {
      const [ax, ay, bx, by] = [points[i - 2]!, points[i - 1]!, points[i]!, points[i + 1]!];
      const outside =
        Math.max(ax, bx) < box.minX || Math.min(ax, bx) > box.maxX || Math.max(ay, by) < box.minY || Math.min(ay, by) > box.maxY;
      if (outside) {
        drawing = false;
        continue;
      }
      if (!drawing) context.moveTo(ax * scale - tile.x * TILE_SIZE, ay * scale - tile.y * TILE_SIZE);
      context.lineTo(bx * scale - tile.x * TILE_SIZE, by * scale - tile.y * TILE_SIZE);
      drawing = true;
    }
  }
}
