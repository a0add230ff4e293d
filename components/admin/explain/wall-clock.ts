import { momentOf, wallTime } from '@/lib/domain/schedule/zone-clock';

/** What the clocks of a time zone show at an instant, as date inputs write it: `YYYY-MM-DD HH:MM:SS`. */
export function wallClockOf(instant: number, timeZone: string): string {
  return new Date(wallTime(timeZone, instant)).toISOString().slice(0, 19).replace('T', ' ');
}

/** The instant (epoch ms) of such a text; of two when clocks are set back, the earlier. */
export function instantOf(text: string, timeZone: string): number {
  return momentOf(timeZone, Date.parse(`${text.replace(' ', 'T')}Z`), 'earlier');
}
