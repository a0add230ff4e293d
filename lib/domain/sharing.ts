/** A device that somebody else may see. */
export interface VisibleDevice {
  device_id: number;
  owner_id: number;
  /** Also where it was before, not only where it is. */
  with_history: boolean;
  /** From this moment on it is seen no longer (epoch ms); null: it does not end by itself. */
  until: number | null;
}

/** One share, for one device that it covers. */
export interface Grant extends VisibleDevice {
  viewer_id: number;
}

/** A share has ended at its `until`, not after it. */
export const isInForce = ({ until }: { until: number | null }, now: number): boolean => until === null || until > now;

const laterOf = (a: number | null, b: number | null) => (a === null || b === null ? null : Math.max(a, b));

/** What one viewer sees at `now`. Several shares of one device are one right: the most that any of them gives, until the last ends. */
export function visibleBy(grants: Iterable<Grant>, now: number): VisibleDevice[] {
  const byDevice = new Map<number, VisibleDevice>();
  for (const { device_id, owner_id, with_history, until } of grants) {
    if (!isInForce({ until }, now)) continue;
    const other = byDevice.get(device_id);
    byDevice.set(device_id, {
      device_id,
      owner_id,
      with_history: with_history || (other?.with_history ?? false),
      until: other ? laterOf(until, other.until) : until,
    });
  }
  return [...byDevice.values()];
}

/** The next moment after `now` at which one of the shares ends by itself; Infinity: none does. */
export function nextEnd(grants: Iterable<Grant>, now: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { until } of grants) if (until !== null && until > now) next = Math.min(next, until);
  return next;
}
