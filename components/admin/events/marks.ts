import type { EventDto } from '../types';

/** An event that was known only so long after it could be known is late, milliseconds. */
const LATE_MS = 15 * 60_000;

/** Whether it came to light long after it happened; a confirmation that took its time makes nothing late. */
export function isLate({ origin, decided_at, received_at }: Pick<EventDto, 'origin' | 'decided_at' | 'received_at'>): boolean {
  return origin === 'live' && Date.parse(received_at) - Date.parse(decided_at) > LATE_MS;
}
