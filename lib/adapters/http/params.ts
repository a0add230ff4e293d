import { z } from 'zod';

const must =
  (name: string, be: string) =>
  ({ input }: { input?: unknown }) =>
    input === undefined ? `${name} is missing; it must be ${be}` : `${name} is ${JSON.stringify(input)}; it must be ${be}`;

/** A whole number in a query or in JSON, as a number or in digits. */
export function integer(name: string, min: number, max = Number.MAX_SAFE_INTEGER) {
  const error = must(name, max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `${min}–${max}`);
  return z.preprocess(
    (value) => (typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value),
    z.int({ error }).min(min, { error }).max(max, { error }),
  );
}

export const identifier = (name: string) => integer(name, 1);

export const choice = <const T extends readonly string[]>(name: string, values: T) =>
  z.enum(values, { error: must(name, values.join(', ').replace(/, ([^,]*)$/, ' or $1')) });

export const uuid = (name: string, what = 'the id of a zone') => z.guid({ error: must(name, what) });

/** The parameters of a route of one zone or group. */
export interface ZoneParams {
  id: string;
}

/** UUIDs compare without regard to letter case (RFC 9562, 4). */
export const zoneIdOf = ({ id }: ZoneParams) => id.toLowerCase();

/** The latest time that JavaScript and ISO 8601 with four digits can both write. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const ISO = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** @returns epoch milliseconds, or NaN */
function readInstant(text: string): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  // An unescaped plus arrives as a space.
  const iso = text.trim().replace(/ (?=\d{2}:?\d{2}$)(?<=T.*)/, '+');
  if (!ISO.test(iso)) return Number.NaN;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(iso.slice(10));
  return Date.parse(iso.length === 10 || hasZone ? iso : `${iso}Z`);
}

/** A time as ISO 8601 (UTC where it names no zone) or epoch milliseconds. */
export function instant(name: string) {
  const error = must(name, 'a time in ISO 8601 or in epoch milliseconds');
  return z
    .string({ error })
    .refine((text) => Math.abs(readInstant(text)) <= LATEST, { error })
    .transform(readInstant);
}
