/** Markers nearer to each other than this hide one another, in pixels. */
const CLOSE = 26;
/** Room that each gets beside the others: half of it may be covered, the initials are seen. */
const STEP = 28;

export interface ScreenPoint {
  x: number;
  y: number;
}

/**
 * How far (in pixels) to move each marker sideways so that those at one place, such as a family at home, stand in a row
 * instead of on top of each other. Markers that stand free stay.
 */
export function spread(points: readonly ScreenPoint[]): number[] {
  const shifts = points.map(() => 0);
  const placed = new Set<number>();
  points.forEach((point, index) => {
    if (placed.has(index)) return;
    const group = points.flatMap((other, at) =>
      !placed.has(at) && Math.hypot(other.x - point.x, other.y - point.y) < CLOSE ? [at] : [],
    );
    group.forEach((at, order) => {
      placed.add(at);
      const target = point.x + (order - (group.length - 1) / 2) * STEP;
      shifts[at] = group.length === 1 ? 0 : Math.round(target - points[at]!.x);
    });
  });
  return shifts;
}
