import { timeOf } from '@/lib/domain/owntracks/values';

/** Below, a number is seconds; so earlier moments, from before there was satellite navigation, can't be told in milliseconds. */
const FIRST = 1e11;

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** `+0200` and `+02` as `+02:00`. */
function zoneOf(zone: string | undefined): string {
  if (!zone || /^(Z|UTC)$/i.test(zone)) return 'Z';
  if (zone.length === 3) return `${zone}:00`;
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

/**
 * A point in time as epoch milliseconds: ISO 8601 with a T or a space, or epoch seconds, milliseconds (from 1e11 on) as number
 * or digits. A time that names no zone is UTC: so the standards of GPX, KML and the Recorder have it, and a guess would be wrong
 * for half of the world.
 * @returns null for anything else, and for times before March 1973
 */
export function readTime(value: unknown): number | null {
  if (typeof value === 'string') {
    const match = ISO.exec(value.trim());
    if (match) {
      const time = Date.parse(`${match[1]}T${(match[2] ?? '00:00').replace(',', '.')}${zoneOf(match[3])}`);
      return time >= FIRST ? time : null;
    }
  }
  return timeOf(value, Number.MAX_SAFE_INTEGER);
}
