import { spherePoint } from '@/lib/domain/geo/sphere';
import { effectiveAccuracy, probabilityInside } from '@/lib/domain/geofence/confidence';
import type { Fix } from '@/lib/domain/model';
import type { Said } from './score';
import type { TestZone } from './zones';

/** What a rule that looks at one fix thinks: inside, outside, or nothing. */
type Opinion = (signedDistance: number, accuracy: number, size: number) => boolean | null;

const BUFFER_METERS = 20;
const MAX_ACCURACY = 1_000;

const leaveSurely: Opinion = (distance, accuracy) => (distance >= 0 ? true : -distance - accuracy > BUFFER_METERS ? false : null);

const gaussian: Opinion = (distance, accuracy, size) => {
  // Far from the border on either scale the integral has nothing to tell.
  if (distance > 4 * accuracy) return true;
  if (-distance > 4 * accuracy) return false;
  const inside = probabilityInside(distance, size, accuracy);
  return inside >= 0.75 ? true : inside <= 0.25 ? false : null;
};

/** Share of a circle that lies in a disc; both seen flat. */
function overlap(distance: number, accuracy: number, size: number): number {
  const apart = Math.max(0, size - distance);
  if (apart >= size + accuracy) return 0;
  if (apart <= Math.abs(size - accuracy)) return Math.min(1, (size / accuracy) ** 2);
  const angle = (a: number, b: number) => Math.acos((apart * apart + a * a - b * b) / (2 * apart * a));
  const lens = (a: number, half: number) => a * a * (half - Math.sin(half) * Math.cos(half));
  const area = lens(size, angle(size, accuracy)) + lens(accuracy, angle(accuracy, size));
  return area / (Math.PI * accuracy * accuracy);
}

/** The rules that trackers use, by name. `twice`: leaving must be said by two fixes in a row. */
const RULES: Record<string, { opinion: Opinion; twice?: boolean; anyAccuracy?: boolean }> = {
  'bare point': { opinion: (distance) => distance >= 0, anyAccuracy: true },
  'distance − acc < radius': { opinion: (distance, accuracy) => distance + accuracy > 0 },
  'leave at distance − acc > radius + 20': { opinion: leaveSurely },
  'the same, twice in a row': { opinion: leaveSurely, twice: true },
  'half of the circle': { opinion: (distance, accuracy, size) => overlap(distance, accuracy, size) > 0.5 },
  'Gaussian 75/25 %': { opinion: gaussian },
};

export const RULE_NAMES = Object.keys(RULES);

/** Events by all rules of one fix, from one pass over the distances; in the order of `RULE_NAMES`. */
export function byTheRules(fixes: readonly Fix[], zones: readonly TestZone[]): Said[][] {
  const rules = Object.values(RULES);
  const said: Said[][] = rules.map(() => []);
  const point = spherePoint(0, 0);
  const sides = rules.map(() => zones.map(() => ({ inside: false, streak: 0 })));
  fixes.forEach((fix, index) => {
    const accuracy = effectiveAccuracy(fix.accuracy);
    spherePoint(fix.latitude, fix.longitude, point);
    zones.forEach(({ shape }, zone) => {
      const distance = shape.signedDistance(point);
      rules.forEach(({ opinion, twice, anyAccuracy }, rule) => {
        if (!anyAccuracy && accuracy > MAX_ACCURACY) return;
        const side = (sides[rule] as (typeof sides)[number])[zone] as { inside: boolean; streak: number };
        const inside = opinion(distance, accuracy, shape.size_meters);
        const crossed = inside !== null && inside !== side.inside;
        side.streak = crossed ? side.streak + 1 : 0;
        if (!crossed || (twice && !inside && side.streak < 2)) return;
        side.inside = inside;
        side.streak = 0;
        (said[rule] as Said[]).push({ zone, type: inside ? 'enter' : 'exit', occurred_at: fix.occurred_at, decided: index });
      });
    });
  });
  return said;
}
