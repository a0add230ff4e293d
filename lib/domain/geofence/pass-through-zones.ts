import type { Bounds } from '@/lib/domain/geo';
import { BoxIndex } from '@/lib/domain/geo/box-index';
import { concerns, type Zone } from './zone';

/** The zones with `pass_through`, found by place: few want it, so they have an index of their own. */
export class PassThroughZones {
  private readonly zones: readonly Zone[];
  private readonly owners: ReadonlySet<number>;
  private index: BoxIndex | null = null;

  constructor(all: readonly Zone[]) {
    // With an earlier rule, too, fixes are judged that come now, if they were received before the rule changed.
    this.zones = all.filter(
      ({ geofence }) => geofence.pass_through || geofence.earlier_rules?.some(({ rule }) => rule.pass_through),
    );
    this.owners = new Set(this.zones.map(({ geofence }) => geofence.owner_id));
  }

  isWantedBy(ownerId: number): boolean {
    return this.owners.has(ownerId);
  }

  /** Those near a box that watch this device, in an order that depends on nothing else. */
  near(device: { id: number; owner_id: number }, bounds: Bounds): Zone[] {
    this.index ??= new BoxIndex(this.zones.map(({ shape }) => shape.bounds));
    return [...this.index.touching(bounds)]
      .map((i) => this.zones[i] as Zone)
      .filter(({ geofence }) => concerns(geofence, device));
  }
}
