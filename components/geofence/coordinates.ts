import type { LatLng } from '@/components/map/shape';

/** Degrees as typed: a decimal point or comma, a degree sign. Null for what isn't a number within ±`most`. */
export function parseDegrees(text: string, most: 90 | 180): number | null {
  const cleaned = text.trim().replace(/[°\s]/g, '').replace('−', '-').replace(',', '.');
  if (!/^[+-]?\d+(\.\d*)?$/.test(cleaned)) return null;
  const value = Number(cleaned);
  return Math.abs(value) <= most ? value : null;
}

const NUMBER = /[+\-−]?\d+(?:\.\d+)?/g;

/**
 * A place as maps and people write it: "52.52, 13.405", "52.52 13.405", "52,52; 13,405", "geo:52.52,13.405",
 * "52.52° N, 13.405° E". Null where it is not exactly two numbers in range.
 */
export function parsePlace(text: string): LatLng | null {
  const plain = text
    .trim()
    .replace(/^geo:/i, '')
    .replace(/[;?].*u=.*/, '');
  // "52,13" is one number with a decimal comma.
  if (!/[.;\s]/.test(plain)) return null;
  const hasCommas = /\d,\d+\s*[°NS]*,?[;\s]+[NSEWO]?\s*[-−+]?\d+,\d/i.test(plain);
  const numbers = (hasCommas ? plain.replace(/(\d),(\d)/g, '$1.$2') : plain).match(NUMBER);
  if (numbers?.length !== 2 || /[a-df-mp-rt-vx-z]/i.test(plain)) return null;
  const [latitude, longitude] = numbers.map((number) => Number(number.replace('−', '-'))) as [number, number];
  const south = /S/i.test(plain) ? -1 : 1;
  const west = /W/i.test(plain) ? -1 : 1;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return [latitude * south, longitude * west];
}

/** Degrees for a field: six decimals are ten centimetres. */
export function writeDegrees(degrees: number): string {
  return String(Math.round(degrees * 1e6) / 1e6);
}

/** Corners as text, one on each line. */
export function writeCorners(ring: readonly LatLng[]): string {
  return ring.map(([latitude, longitude]) => `${writeDegrees(latitude)}, ${writeDegrees(longitude)}`).join('\n');
}

export type CornersAnswer = { corners: LatLng[] } | { line: number };

/** The corners of a text with one place on each line; or the first line (from 1) that isn't one. */
export function parseCorners(text: string): CornersAnswer {
  const corners: LatLng[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = parsePlace(line);
    if (!place) return { line: index + 1 };
    corners.push(place);
  }
  return { corners };
}

/** The four corners of the rectangle that two opposite ones span; four are taken as they are. */
export function rectangleOf(corners: readonly LatLng[]): LatLng[] {
  const [a, b, ...others] = corners;
  if (!a || !b || others.length > 0) return [...corners];
  return [
    [a[0], a[1]],
    [a[0], b[1]],
    [b[0], b[1]],
    [b[0], a[1]],
  ];
}
