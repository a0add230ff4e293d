import type { LatestPlace } from '@/lib/domain/geofence/silent';
import type { TrackState } from '@/lib/domain/geofence/track';
import type { Fix, Geofence, GeofenceStatus } from '@/lib/domain/model';
import type { SilentJudge, SilentStatus } from '@/lib/storage/ports';
import { type Connection, query } from './connection';

const FIX_COLUMNS = [
  'id',
  'device_id',
  'latitude',
  'longitude',
  'accuracy',
  'velocity',
  'in_regions',
  'occurred_at',
  'received_at',
] as const satisfies (keyof Fix)[];

type FixRow = Omit<Fix, 'in_regions'> & { in_regions: string | null; state: string | null };
type EventTimes = Pick<GeofenceStatus, 'device_id' | 'last_enter_time' | 'last_exit_time'>;

/** Sets where the devices stand towards a zone without an event. All inside the caller's transaction. */
export class SilentStatuses<S> {
  constructor(private readonly connection: Connection) {}

  /** Replaces the zone's status rows; the times of earlier events stay with those devices that are still watched. */
  set(geofence: Geofence, members: readonly Geofence[], judge: SilentJudge<S>, now: number): void {
    const before = this.connection.all<EventTimes>(
      query
        .selectFrom('geofence_status')
        .select(['device_id', 'last_enter_time', 'last_exit_time'])
        .where('geofence_id', '=', geofence.id),
    );
    const known = new Map(before.map((row) => [row.device_id, row]));
    this.connection.run(query.deleteFrom('geofence_status').where('geofence_id', '=', geofence.id));
    // A group none of whose zones is on has no area that anybody could stand towards.
    if (geofence.shape_type === 'group' && members.length === 0) return;
    for (const status of judge(geofence, this.latestPlaces(geofence), members)) {
      this.insert(geofence, status, known.get(status.device_id) ?? this.fromLedger(geofence, status), now);
    }
  }

  private insert(geofence: Geofence, status: SilentStatus<S>, before: EventTimes, now: number): void {
    this.connection.run(
      query.insertInto('geofence_status').values({
        device_id: status.device_id,
        geofence_id: geofence.id,
        is_inside: status.is_inside ? 1 : 0,
        since: status.since,
        last_enter_time: before.last_enter_time,
        last_exit_time: before.last_exit_time,
        last_location_id: status.last_location_id,
        geofence_version: geofence.version,
        fire_at: null,
        state: JSON.stringify(status.state),
        updated_at: now,
      }),
    );
  }

  /** For a device that the zone did not watch just before, or that a group without an area knew nothing of. */
  private fromLedger({ id }: Geofence, { device_id }: SilentStatus<S>): EventTimes {
    const last = (event_type: 'enter' | 'exit') => {
      const events = query.selectFrom('geofence_event').select('occurred_at').where('geofence_id', '=', id);
      const holding = events.where('origin', '=', 'live').where('retracted_at', 'is', null).where('event_type', '=', event_type);
      const newest = holding.where('device_id', '=', device_id).orderBy('occurred_at', 'desc').limit(1);
      return this.connection.get(newest)?.occurred_at ?? null;
    };
    return { device_id, last_enter_time: last('enter'), last_exit_time: last('exit') };
  }

  /** One step in the index per device, however long the histories are. */
  private latestPlaces(geofence: Geofence): LatestPlace[] {
    let devices = query.selectFrom('device').select('id').where('user_id', '=', geofence.owner_id).orderBy('id');
    if (geofence.device_id !== null) devices = devices.where('id', '=', geofence.device_id);
    return this.connection
      .all<{ id: number }>(devices)
      .flatMap(({ id }) =>
        this.connection.all<FixRow>(
          query
            .selectFrom('location')
            .leftJoin('device_track', 'device_track.device_id', 'location.device_id')
            .select(FIX_COLUMNS.map((column) => `location.${column}` as const))
            .select('device_track.state')
            .where('location.device_id', '=', id)
            .orderBy('occurred_at', 'desc')
            .orderBy('id', 'desc')
            .limit(1),
        ),
      )
      .map(toPlace);
  }
}

function toPlace({ state, in_regions, ...fix }: FixRow): LatestPlace {
  return {
    fix: { ...fix, in_regions: in_regions === null ? null : (JSON.parse(in_regions) as string[]) },
    track: state === null ? null : ((JSON.parse(state) as { track?: TrackState | null }).track ?? null),
  };
}
