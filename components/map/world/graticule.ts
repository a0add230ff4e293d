/** Degrees between two lines, from the widest to the finest. */
const STEPS = [30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001] as const;
/** Lines of one kind are at least this far from each other. */
const SMALLEST_GAP_PIXELS = 96;
const TILE_SIZE = 256;

/** Degrees between the lines of the graticule at a zoom (0–19): 30 on the whole world, 0.001 (about 100 m) between houses. */
export function graticuleStep(zoom: number): number {
  const pixelsPerDegree = (TILE_SIZE * 2 ** zoom) / 360;
  return STEPS.findLast((step) => step * pixelsPerDegree >= SMALLEST_GAP_PIXELS) ?? STEPS[0];
}

/** Digits after the point that a multiple of `step` needs. */
export function digitsOf(step: number): number {
  return Math.max(0, Math.ceil(-Math.log10(step)));
}

/** The multiples of `step` from `low` to `high` (degrees), as exact as they are written. */
export function linesBetween(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const digits = digitsOf(step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toFixed(digits)));
}

/** Brings a longitude from any copy of the world into −180 (exclusive) to 180. */
export function wrapLongitude(longitude: number): number {
  return longitude - 360 * Math.ceil((longitude - 180) / 360);
}

/** "52.5° N": an equator and a date line have no side. `letters` are those of the positive and the negative side. */
export function writeLine(degrees: number, number: Intl.NumberFormat, letters: readonly [string, string]): string {
  const side = degrees === 0 || Math.abs(degrees) === 180 ? '' : ` ${letters[degrees > 0 ? 0 : 1]}`;
  return `${number.format(Math.abs(degrees))}°${side}`;
}

/** Web Mercator, 0 (north) to 1 (south). */
export function mercatorY(latitude: number): number {
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / (2 * Math.PI);
}

/** The latitude at a Web Mercator y, in degrees. */
export function latitudeAt(y: number): number {
  return (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90;
}

/** Traces the lines that cross a tile, in tile pixels; stroke them. The poles' own ends stay free. */
export function traceGraticule(
  context: Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo'>,
  { x, y, z }: { x: number; y: number; z: number },
): void {
  const count = 2 ** z;
  const step = graticuleStep(z);
  for (const longitude of linesBetween((x / count) * 360 - 180, ((x + 1) / count) * 360 - 180, step)) {
    const left = (((longitude + 180) / 360) * count - x) * TILE_SIZE;
    context.moveTo(left, 0);
    context.lineTo(left, TILE_SIZE);
  }
  for (const latitude of linesBetween(latitudeAt((y + 1) / count), latitudeAt(y / count), step)) {
    const top = (mercatorY(latitude) * count - y) * TILE_SIZE;
    context.moveTo(0, top);
    context.lineTo(TILE_SIZE, top);
  }
}
