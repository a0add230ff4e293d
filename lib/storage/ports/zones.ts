import type { LatestPlace } from '@/lib/domain/geofence/silent';
import type { Area } from '@/lib/domain/geofence/zone';
import type { ZoneFields } from '@/lib/domain/geofence/zone-settings';
import type { Geofence, GeofenceStatus } from '@/lib/domain/model';

export type GeofenceFields = ZoneFields;

export type SilentStatus<S> = Pick<GeofenceStatus<S>, 'device_id' | 'is_inside' | 'since' | 'last_location_id' | 'state'>;

export type GeofenceRow = Geofence & { owner_name: string; device_name: string | null };

/** `last_checked_at` is the phone's time of the last fix that was judged, null when it is gone. */
export type GeofenceStatusRow<S> = GeofenceStatus<S> & {
  owner_id: number;
  device_name: string;
  geofence_name: string;
  kind: 'zone' | 'group';
  last_checked_at: number | null;
};

/**
 * Where the devices stand towards a zone, given where they are now; causes no events.
 * @param latest each device's newest fix by the phone's time and, once the engine has seen it, its track
 * @param members the active zones of a group
 */
export type SilentJudge<S> = (geofence: Geofence, latest: readonly LatestPlace[], members: readonly Area[]) => SilentStatus<S>[];

/** What a change makes of a zone. `reshaped` counts its version up. */
export interface GeofenceChange {
  fields: GeofenceFields;
  reshaped: boolean;
}

/** `foreign_device`: the device is not one of the owner's. */
export type GeofenceRefusal = 'limit_reached' | 'foreign_device';

export interface GeofenceStore<S> {
  /** `device_id`: the zones that watch this device, those for all devices of its owner included. By name, without groups. */
  list(filter: { owner_id?: number; device_id?: number }): Promise<GeofenceRow[]>;
  /** Finds groups as well. */
  find(id: string): Promise<GeofenceRow | null>;
  /**
   * Counts, inserts and sets the silent status in one transaction.
   * @param limit refuses when the owner has so many zones already; null: no limit
   */
  create(fields: GeofenceFields, limit: number | null, now: number, judge: SilentJudge<S>): Promise<Geofence | GeofenceRefusal>;
  /**
   * Reads, changes and writes in one transaction; what `change` throws rolls back and is thrown on. Zones that are reshaped,
   * become active or watch other devices than before are judged anew, silently, and so are the groups whose area
   * changes with it. A zone of another owner leaves its groups.
   * @param limit counts only when the zone gets another owner
   */
  update(
    id: string,
    change: (current: Geofence) => GeofenceChange,
    limit: number | null,
    now: number,
    judge: SilentJudge<S>,
  ): Promise<Geofence | GeofenceRefusal | 'not_found'>;
  /**
   * Removes the zone or group with its status and events. Groups that it was in go on without it; one that has no zone
   * left is switched off.
   */
  remove(id: string, now: number, judge: SilentJudge<S>): Promise<boolean>;
  /** Without groups. */
  countOf(owner_id: number): Promise<number>;
  /** Of active zones only: nobody checks the others, so what is stored of them says nothing about now. By zone, then device. */
  statuses(filter: { owner_id?: number; geofence_id?: string; device_id?: number }): Promise<GeofenceStatusRow<S>[]>;
}

/** Ids of zones that the owner of the group does not have. */
export interface ForeignZones {
  foreign_zones: string[];
}

/** A group with its zones, the inactive ones included, by name. */
export interface GroupRow {
  geofence: GeofenceRow;
  members: Geofence[];
}

export interface GroupChange {
  fields: GeofenceFields;
  /** Null: as they are. */
  member_ids: readonly string[] | null;
}

export interface GroupStore<S> {
  /** By name. */
  list(filter: { owner_id?: number }): Promise<GroupRow[]>;
  find(id: string): Promise<GroupRow | null>;
  /**
   * Counts, inserts and sets the silent status in one transaction.
   * @param limit refuses when the owner has so many groups already; null: no limit
   */
  create(
    fields: GeofenceFields,
    member_ids: readonly string[],
    limit: number | null,
    now: number,
    judge: SilentJudge<S>,
  ): Promise<Geofence | GeofenceRefusal | ForeignZones>;
  /** As `GeofenceStore.update`; a group with other zones that are active is another area. */
  update(
    id: string,
    change: (current: Geofence, members: readonly Geofence[]) => GroupChange,
    now: number,
    judge: SilentJudge<S>,
  ): Promise<Geofence | 'foreign_device' | 'not_found' | ForeignZones>;
}
