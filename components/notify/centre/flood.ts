const WINDOW_MS = 10_000;
const MOST = 3;

/** One that came while the page was open. */
export interface Arrival {
  /** Epoch ms */
  at: number;
  /** How many were unread before it came. */
  unread_before: number;
}

/**
 * What to show when one more has come: itself, or, where more than three came within ten seconds, how many did.
 * @param arrivals those before it, oldest first
 * @param unread with it
 */
export function arrive(
  arrivals: readonly Arrival[],
  now: Arrival,
  unread: number,
): { arrivals: Arrival[]; shown: 'itself' | number } {
  const recent = [...arrivals.filter(({ at }) => now.at - at < WINDOW_MS), now];
  if (recent.length <= MOST) return { arrivals: recent, shown: 'itself' };
  // The stream tells only the newest of a flood one by one; the difference of the counter knows of all of them.
  const grown = unread - (recent[0]?.unread_before ?? unread);
  return { arrivals: recent, shown: Math.max(grown, recent.length) };
}
