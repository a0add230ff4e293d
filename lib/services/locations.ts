import type { Location, User } from '@/lib/domain/model';
import type { LocationStore } from '@/lib/storage/ports';
import { type DeviceAccess, isShared, type SeenDevice } from './device-access';
import { ServiceError } from './errors';
import { sharedLocation } from './shared-view';

export const MAX_LOCATIONS = 10_000;
const PAGE = 1_000;

export interface TrackQuery {
  device_id: number;
  /** Inclusive, by the phone's time. */
  from?: number;
  to?: number;
}

type Cursor = { occurred_at: number; id: number };

const cursorOf = (location: Location): Cursor => ({ occurred_at: location.occurred_at, id: location.id });

const writeCursor = (cursor: Cursor) => `${cursor.occurred_at}.${cursor.id}`;

function readCursor(text: string): Cursor {
  const match = /^(-?\d{1,15})\.(\d{1,15})$/.exec(text);
  if (match) return { occurred_at: Number(match[1]), id: Number(match[2]) };
  const message = `cursor is ${JSON.stringify(text.slice(0, 60))}; it must be a next_cursor of an earlier answer`;
  throw new ServiceError('VALIDATION_ERROR', message, { cursor: message });
}

/** Fixes as this right shows them. */
const seenThrough = ({ access }: Pick<SeenDevice, 'access'>, locations: Location[]): Location[] =>
  isShared(access) ? locations.map(sharedLocation) : locations;

/** The history of fixes: users read those of their devices and of what was shared with its past, admins all. */
export class LocationService {
  constructor(
    private readonly store: LocationStore,
    private readonly access: Pick<DeviceAccess, 'mustSee'>,
  ) {}

  /**
   * Oldest first. `next_cursor` is null at the end.
   * @param limit 1–10,000
   * @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's device, VALIDATION_ERROR for a foreign cursor
   */
  async list(
    actor: User,
    query: TrackQuery & { limit?: number; cursor?: string },
  ): Promise<{ locations: Location[]; next_cursor: string | null }> {
    const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor);
    const seen = await this.access.mustSee(actor, query.device_id, 'history');
    const limit = Math.min(query.limit ?? MAX_LOCATIONS, MAX_LOCATIONS);
    const { device_id, from, to } = query;
    // One more than asked for tells whether there is a next page.
    const found = await this.store.list({ device_id, from, to, limit: limit + 1, cursor });
    const locations = found.slice(0, limit);
    const last = locations[locations.length - 1];
    return {
      locations: seenThrough(seen, locations),
      next_cursor: found.length > limit && last ? writeCursor(cursorOf(last)) : null,
    };
  }

  /** As `list`, of any length, page by page; the device's name is for the file. @param limit all when it is not given */
  async stream(
    actor: User,
    query: TrackQuery & { limit?: number; cursor?: string },
  ): Promise<{ device_name: string; pages: AsyncIterable<Location[]> }> {
    const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor);
    const { device } = await this.access.mustSee(actor, query.device_id, 'history');
    return { device_name: device.name, pages: this.pages(actor, query, query.limit ?? Number.POSITIVE_INFINITY, cursor) };
  }

  private async *pages(actor: User, { device_id, from, to }: TrackQuery, wanted: number, start?: Cursor) {
    let cursor = start;
    for (let left = wanted; left > 0; ) {
      const limit = Math.min(PAGE, left);
      // A long file must not outlast the share that it rests on.
      const seen = await this.access.mustSee(actor, device_id, 'history');
      const page = await this.store.list({ device_id, from, to, limit, cursor });
      if (page.length > 0) yield seenThrough(seen, page);
      if (page.length < limit) return;
      cursor = cursorOf(page[page.length - 1]!);
      left -= page.length;
      // Other requests have their turn between two pages.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
