import type { Location, User } from '@/lib/domain/model';
import type { DeviceStore, LocationStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import { accessDenied, notFound, ServiceError } from './errors';

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

/** The history of fixes: users read those of their devices, admins all. */
export class LocationService {
  constructor(
    private readonly store: LocationStore,
    private readonly devices: Pick<DeviceStore, 'find'>,
    private readonly audit: AuditService,
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
    await this.deviceOf(actor, query.device_id);
    const limit = Math.min(query.limit ?? MAX_LOCATIONS, MAX_LOCATIONS);
    const { device_id, from, to } = query;
    // One more than asked for tells whether there is a next page.
    const found = await this.store.list({ device_id, from, to, limit: limit + 1, cursor });
    const locations = found.slice(0, limit);
    const last = locations[locations.length - 1];
    return { locations, next_cursor: found.length > limit && last ? writeCursor(cursorOf(last)) : null };
  }

  /** As `list`, of any length, page by page; the device's name is for the file. @param limit all when it is not given */
  async stream(
    actor: User,
    query: TrackQuery & { limit?: number; cursor?: string },
  ): Promise<{ device_name: string; pages: AsyncIterable<Location[]> }> {
    const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor);
    const device = await this.deviceOf(actor, query.device_id);
    return { device_name: device.name, pages: this.pages(query, query.limit ?? Number.POSITIVE_INFINITY, cursor) };
  }

  private async *pages({ device_id, from, to }: TrackQuery, wanted: number, start?: Cursor): AsyncIterable<Location[]> {
    let cursor = start;
    for (let left = wanted; left > 0; ) {
      const limit = Math.min(PAGE, left);
      const page = await this.store.list({ device_id, from, to, limit, cursor });
      if (page.length > 0) yield page;
      if (page.length < limit) return;
      cursor = cursorOf(page[page.length - 1]!);
      left -= page.length;
      // Other requests have their turn between two pages.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private async deviceOf(actor: User, device_id: number) {
    const device = await this.devices.find(device_id);
    if (!device) throw notFound(`device ${device_id}`);
    if (actor.role !== 'admin' && device.user_id !== actor.id) throw accessDenied('this device belongs to somebody else');
    await this.audit.noteRead(actor, 'device_history', device_id, [device.user_id]);
    return device;
  }
}
