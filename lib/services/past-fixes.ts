import type { DeviceHistory } from '@/lib/domain/geofence/fold-device';
import type { Fix } from '@/lib/domain/model';
import type { PastStore, ReconstructStore } from '@/lib/storage/ports/backtest';

/** Fixes read and folded at a time: some milliseconds, between which other requests have their turn. */
const SLICE = 500;
/** Fixes from before the time looked at, from which the track filter learns where the device is. */
const WARM_UP = 500;

/** Lets everything that waits have its turn. */
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Span {
  from: number;
  /** Inclusive. */
  until: number;
}

/**
 * A device's fixes up to `until` in slices, in the order of their time, with some from before `from` first. Nothing is
 * held open between two slices.
 */
export async function* pastFixes(
  store: Pick<PastStore, 'fixesAfter' | 'fixesBefore'>,
  device_id: number,
  { from, until }: Span,
): AsyncGenerator<Fix[]> {
  yield await store.fixesBefore(device_id, from, WARM_UP);
  let cursor = { occurred_at: from, id: 0 };
  for (;;) {
    const slice = await store.fixesAfter(device_id, cursor, until, SLICE);
    yield slice;
    const last = slice.at(-1);
    if (!last || slice.length < SLICE) return;
    cursor = last;
    await breathe();
  }
}

/** The same with what the phone said of its regions. At one time the fixes come first, also where a slice ends between them. */
export async function* pastNews(
  store: Pick<ReconstructStore, 'fixesAfter' | 'fixesBefore' | 'transitionsBetween'>,
  device_id: number,
  span: Span,
): AsyncGenerator<DeviceHistory> {
  let heard: number | null = null;
  for await (const fixes of pastFixes(store, device_id, span)) {
    heard ??= fixes[0]?.occurred_at ?? span.from;
    const before: number = fixes.at(-1)?.occurred_at ?? heard;
    yield { fixes, transitions: await store.transitionsBetween(device_id, heard, before) };
    heard = before;
  }
  yield { fixes: [], transitions: await store.transitionsBetween(device_id, heard ?? span.from, span.until + 1) };
}
