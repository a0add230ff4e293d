import type { BorderEvent, Presence } from '@/lib/domain/visits';
import type { VisitFilter, VisitNames, VisitStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { matchingEvents } from './event-query';
import { idList } from './id-list';

const COLUMNS = [
  'event.id',
  'event.geofence_id',
  'event.device_id',
  'event.event_type',
  'event.stay_seconds',
  'event.occurred_at',
  'event.origin',
] as const;

/** Answered from the indexes, but for what is selected of the rows. */
const borders = (filter: VisitFilter) =>
  matchingEvents(filter).where('event.event_type', 'in', ['enter', 'exit']).where('event.retracted_at', 'is', null);

/** Of each device and zone, the event that lies next to the span on one side; all of them where several have the same time. */
function neighbours(filter: VisitFilter, side: 'before' | 'after') {
  const { start, end, ...rest } = filter;
  const beyond = side === 'before' ? { end: (start as number) - 1 } : { start: (end as number) + 1 };
  const edges = borders({ ...rest, ...beyond })
    .select(['event.geofence_id', 'event.device_id'])
    .select(({ fn }) => (side === 'before' ? fn.max('event.occurred_at') : fn.min('event.occurred_at')).as('at'))
    .groupBy(['event.geofence_id', 'event.device_id']);
  return query
    .selectFrom(edges.as('edge'))
    .innerJoin('geofence_event as event', (join) =>
      join
        .onRef('event.geofence_id', '=', 'edge.geofence_id')
        .onRef('event.device_id', '=', 'edge.device_id')
        .onRef('event.occurred_at', '=', 'edge.at'),
    )
    .where('event.event_type', 'in', ['enter', 'exit'])
    .where('event.retracted_at', 'is', null)
    .select(COLUMNS)
    .orderBy('event.id');
}

/** The ledger as stays need it, in SQLite. */
export class SqliteVisitStore implements VisitStore {
  constructor(private readonly connection: Connection) {}

  async borderEvents(filter: VisitFilter): Promise<BorderEvent[]> {
    const within = borders(filter).select(COLUMNS).orderBy('event.occurred_at').orderBy('event.id');
    const events = this.connection.all<BorderEvent>(within);
    const before = filter.start === undefined ? [] : this.connection.all<BorderEvent>(neighbours(filter, 'before'));
    const after = filter.end === undefined ? [] : this.connection.all<BorderEvent>(neighbours(filter, 'after'));
    return [...before, ...events, ...after];
  }

  async inside({ owner_id, geofence_id, device_id }: VisitFilter): Promise<Presence[]> {
    let select = query
      .selectFrom('geofence_status as status')
      .innerJoin('geofence', 'geofence.id', 'status.geofence_id')
      .innerJoin('device', 'device.id', 'status.device_id')
      .select(['status.geofence_id', 'status.device_id', 'status.since'])
      .where('status.is_inside', '=', 1)
      .where('geofence.is_active', '=', 1);
    if (owner_id !== undefined) select = select.where('geofence.owner_id', '=', owner_id).where('device.user_id', '=', owner_id);
    if (geofence_id !== undefined) select = select.where('status.geofence_id', '=', geofence_id);
    if (device_id !== undefined) select = select.where('status.device_id', '=', device_id);
    return this.connection.all<Presence>(select);
  }

  async names(geofence_ids: Iterable<string>, device_ids: Iterable<number>): Promise<VisitNames> {
    const geofences = query
      .selectFrom('geofence')
      .select(['id', 'name', 'color', 'owner_id'])
      .where('id', 'in', idList(geofence_ids));
    const devices = query
      .selectFrom('device')
      .select(['id', 'name', 'user_id as owner_id'])
      .where('id', 'in', idList(device_ids));
    return {
      geofences: new Map(this.connection.all(geofences).map(({ id, ...zone }) => [id, zone])),
      devices: new Map(this.connection.all(devices).map(({ id, ...device }) => [id, device])),
    };
  }

  async ownerOf(geofence_id: string): Promise<number | null> {
    const owner = query.selectFrom('geofence').select('owner_id').where('id', '=', geofence_id);
    return this.connection.get<{ owner_id: number }>(owner)?.owner_id ?? null;
  }
}
