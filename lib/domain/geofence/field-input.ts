import { z } from 'zod';

/** Problems by field, in words: `{ radius_meters: 'radius_meters is 20; it must be 50–50000' }`. */
export type ZoneProblems = Record<string, string>;

const show = (value: unknown) => (typeof value === 'number' ? String(value) : JSON.stringify(value)).slice(0, 120);

/** Names the field, its value and what it must be, whatever is wrong with it. */
export const must =
  (field: string, be: string) =>
  ({ input }: { input?: unknown }) =>
    input === undefined ? `${field} is missing; it must be ${be}` : `${field} is ${show(input)}; it must be ${be}`;

const plain = (bound: number) => String(bound).replace('-', '−');
const grouped = (bound: number) => bound.toLocaleString('en-US');

export function between(field: string, min: number, max: number, word: (bound: number) => string = plain) {
  const error = must(field, `${word(min)}–${word(max)}`);
  return z.number({ error }).min(min, { error }).max(max, { error });
}

export const meters = (field: string, min: number, max: number) => between(field, min, max, grouped);

/** Whole seconds: what timers, the database and people reckon with. */
export function seconds(field: string, min: number, max: number) {
  const range = between(field, min, max, grouped);
  return range.int({ error: must(field, `whole seconds, ${grouped(min)}–${grouped(max)}`) });
}

export function choice<const T extends readonly string[]>(field: string, values: T) {
  return z.enum(values, { error: must(field, values.join(' or ')) });
}

export function text(field: string, min: number, max: number) {
  const error = must(field, min > 0 ? `${min}–${max} characters` : `at most ${max} characters`);
  return z.string({ error }).trim().min(min, { error }).max(max, { error });
}

export const flag = (field: string) => z.boolean({ error: must(field, 'true or false') });

/** A number, or a numeric string as forms send it. */
export function id(field: string, of: string) {
  const error = must(field, `the number of ${of}`);
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
    z.int({ error }).positive({ error }),
  );
}

/** The first problem of each field. */
export function problemsOf(error: z.ZodError): ZoneProblems {
  const problems: ZoneProblems = {};
  for (const issue of error.issues) problems[String(issue.path[0] ?? 'body')] ??= issue.message;
  return problems;
}

/** The members that were given: null is a value, undefined is none. */
export const given = <T extends object>(patch: T) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
