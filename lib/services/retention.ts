import type { EventStore, LocationStore } from '@/lib/storage/ports';
import type { Clock } from './clock';

const DAY_MS = 86_400_000;

export interface RetentionDays {
  /** EVENT_RETENTION_DAYS */
  events: number;
  /** LOCATION_RETENTION_DAYS; null: fixes are kept. */
  locations: number | null;
}

/**
 * Removes what is older than the configuration wants to keep; with fixes also what phones said of their regions, steps and beacons. The newest fix of
 * each device always stays.
 */
export class Retention {
  constructor(
    private readonly events: Pick<EventStore, 'removeBefore'>,
    private readonly locations: Pick<LocationStore, 'removeBefore'>,
    private readonly clock: Clock,
    private readonly days: RetentionDays,
  ) {}

  /** @returns how many events and fixes went; 0 locations where these are kept */
  async run(): Promise<{ deleted_events: number; deleted_locations: number }> {
    const now = this.clock();
    const deleted_events = await this.events.removeBefore(now - this.days.events * DAY_MS);
    if (this.days.locations === null) return { deleted_events, deleted_locations: 0 };
    return { deleted_events, deleted_locations: await this.locations.removeBefore(now - this.days.locations * DAY_MS) };
  }
}
