/** How much of the window's height the sheet takes in each of its rests. */
export const SHEET_RESTS = [0.16, 0.46, 0.88] as const;

/** The rest to settle in: the nearest, or the next one in the direction of a quick flick (fractions of the height per ms). */
export function settle(share: number, speed: number): number {
  const nearest = SHEET_RESTS.reduce(
    (best, rest, index) => (Math.abs(rest - share) < Math.abs(SHEET_RESTS[best]! - share) ? index : best),
    0,
  );
  if (Math.abs(speed) < 0.0006) return nearest;
  const beyond = SHEET_RESTS.map((rest, index) => ({ rest, index })).filter(({ rest }) =>
    speed > 0 ? rest > share : rest < share,
  );
  return (speed > 0 ? beyond[0] : beyond.at(-1))?.index ?? nearest;
}
