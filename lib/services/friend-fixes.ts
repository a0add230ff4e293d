import type { FriendFix } from '@/lib/domain/owntracks/friend';
import type { FriendStore } from '@/lib/storage/ports';

const isNewer = (fix: FriendFix, known: FriendFix | undefined): boolean =>
  known === undefined || fix.occurred_at > known.occurred_at || (fix.occurred_at === known.occurred_at && fix.id > known.id);

/** The newest fix of each shared device, in memory. A fix that comes late moves nobody back. */
export class FriendFixes {
  private readonly newest = new Map<number, FriendFix>();
  private watched: ReadonlySet<number> = new Set();
  private cursor = 0;

  constructor(private readonly store: Pick<FriendStore, 'newestIds' | 'newestFixes' | 'fixesSince'>) {}

  of(device_id: number): FriendFix | undefined {
    return this.newest.get(device_id);
  }

  /** Names the devices to follow; what is known of the others is forgotten. */
  watch(device_ids: ReadonlySet<number>): void {
    for (const id of this.newest.keys()) if (!device_ids.has(id)) this.newest.delete(id);
    const added = [...device_ids].filter((id) => !this.watched.has(id));
    // Read after the cursor was: what comes in between is met twice, not missed.
    if (this.watched.size === 0) this.cursor = this.store.newestIds().location;
    for (const fix of this.store.newestFixes(added)) this.newest.set(fix.device_id, fix);
    this.watched = device_ids;
  }

  /** Looks what was stored since the last look. @returns the newest fix of each device that has moved on */
  follow(): FriendFix[] {
    if (this.watched.size === 0) return [];
    const { location } = this.store.newestIds();
    if (location <= this.cursor) return [];
    const moved = new Map<number, FriendFix>();
    for (const fix of this.store.fixesSince(this.cursor, location, [...this.watched])) {
      if (!isNewer(fix, this.newest.get(fix.device_id))) continue;
      this.newest.set(fix.device_id, fix);
      moved.set(fix.device_id, fix);
    }
    this.cursor = location;
    return [...moved.values()];
  }
}
