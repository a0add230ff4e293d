const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** How long a delivery is tried, counted from its event or from when a person let it go again, in milliseconds. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/**
 * The pause after attempt number `attempts` (from 1): 5 s, doubled each time up to 15 minutes, give or take a fifth, so
 * that what failed together does not come back together.
 * @param random 0 ≤ random < 1
 */
export function pauseAfter(attempts: number, random: number): number {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
  return Math.round(pause * (0.8 + 0.4 * random));
}
