export type DurationUnit = 's' | 'min' | 'h' | 'd';

export const UNIT_SECONDS: Record<DurationUnit, number> = { s: 1, min: 60, h: 3600, d: 86_400 };

const LARGEST_FIRST: DurationUnit[] = ['d', 'h', 'min', 's'];

/** The largest of the offered units in which a length is a whole number; for nothing, the smallest but seconds. */
export function unitFor(seconds: number | '', offered: readonly DurationUnit[]): DurationUnit {
  const largestFirst = LARGEST_FIRST.filter((unit) => offered.includes(unit));
  const fitting = largestFirst.find((unit) => seconds !== '' && seconds > 0 && seconds % UNIT_SECONDS[unit] === 0);
  if (fitting) return fitting;
  if (seconds === '' || seconds === 0) return offered.includes('min') ? 'min' : (offered[0] as DurationUnit);
  return largestFirst.at(-1) as DurationUnit;
}
