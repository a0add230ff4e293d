import type { Location, User } from '@/lib/domain/model';
import type { VisibleDevice } from '@/lib/domain/sharing';
import type { LocationStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import type { ShareDirectory } from './share-directory';
import { sharedLocation } from './shared-view';

/** What one person may follow, looked at anew before each step, so that a share ends at once also for who is connected. */
export class LiveScope {
  private shared = new Map<number, VisibleDevice>();
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly actor: Pick<User, 'id' | 'role'>,
    private readonly shares: ShareDirectory,
    private readonly clock: Clock,
  ) {
    this.look();
  }

  /** Whose devices are the person's own; undefined: an admin follows all. */
  get owner(): number | undefined {
    return this.actor.role === 'admin' ? undefined : this.actor.id;
  }

  get sharedIds(): number[] {
    return [...this.shared.keys()];
  }

  /** @returns whether other devices are shared with the person than at the last look */
  look(): boolean {
    if (this.owner === undefined) return false;
    this.shares.refreshIfChanged();
    const before = this.shared;
    this.lookedAt = this.clock();
    this.shared = new Map(this.shares.visibleTo(this.actor.id, this.lookedAt).map((device) => [device.device_id, device]));
    return before.size !== this.shared.size || [...this.shared.keys()].some((id) => !before.has(id));
  }

  /** How long until a share ends by itself, in milliseconds, not above 0 when one has since the last look; Infinity: none does. */
  endsInMs(): number {
    if (this.owner === undefined) return Number.POSITIVE_INFINITY;
    return this.shares.nextEndFor(this.actor.id, this.lookedAt) - this.clock();
  }

  /** Fixes as this person sees them: of what is shared without its past only the newest, not those that come late. */
  async seen(locations: readonly Location[], store: Pick<LocationStore, 'newestOf'>): Promise<Location[]> {
    if (this.shared.size === 0) return [...locations];
    const present = this.presentOnly(locations);
    const newest = new Set((await store.newestOf(present)).map(({ id }) => id));
    return locations.flatMap((location) => {
      const share = this.shared.get(location.device_id);
      if (!share) return [location];
      return share.with_history || newest.has(location.id) ? [sharedLocation(location)] : [];
    });
  }

  private presentOnly(locations: readonly Location[]): number[] {
    const ids = new Set(locations.map(({ device_id }) => device_id));
    return [...ids].filter((id) => this.shared.get(id)?.with_history === false);
  }
}
