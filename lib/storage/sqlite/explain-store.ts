import type { Snapshot } from '@/lib/domain/geofence/snapshot';
import type { PhoneTransition } from '@/lib/domain/model';
import type { DeliveryAttempt } from '@/lib/storage/ports';
import type { DeliveryStory, DevicePast, ExplainStore } from '@/lib/storage/ports/explain';
import { type Connection, query } from './connection';
import { type FixRow, selectFixes, toFix } from './fix-row';
import { TRANSITION_COLUMNS } from './synced-transition';

const TRANSITIONS = `SELECT ${TRANSITION_COLUMNS} FROM phone_transition AS t
  WHERE t.device_id = ? AND t.occurred_at > ? AND t.occurred_at <= ? ORDER BY t.occurred_at, t.id`;

/** Fixes that are folded in silence before a span when no checkpoint is near, and fixes of the span itself. */
const MAX_BEFORE = 20_000;
const MAX_WITHIN = 100_000;

/** What explanations are made of, in SQLite. */
export class SqliteExplainStore implements ExplainStore {
  constructor(private readonly connection: Connection) {}

  async past(device_id: number, from: number, until: number, useCheckpoint: boolean): Promise<DevicePast> {
    const start = useCheckpoint ? this.checkpoint(device_id, from) : null;
    const after = start?.at ?? Number.MIN_SAFE_INTEGER;
    const before = this.fixes(device_id).where('occurred_at', '>', after).where('occurred_at', '<', from);
    const replayed = this.connection
      .all<FixRow>(
        before
          .orderBy('occurred_at', 'desc')
          .orderBy('id', 'desc')
          .limit(MAX_BEFORE + 1),
      )
      .reverse();
    const isCut = replayed.length > MAX_BEFORE;
    const within = this.fixes(device_id).where('occurred_at', '>=', from).where('occurred_at', '<=', until);
    const rows = this.connection.all<FixRow>(
      within
        .orderBy('occurred_at')
        .orderBy('id')
        .limit(MAX_WITHIN + 1),
    );
    const begin = isCut ? (replayed[0] as FixRow).occurred_at : after;
    return {
      start: start && !isCut ? { snapshot: JSON.parse(start.state) as Snapshot, cursor: start.cursor } : null,
      fixes: [...replayed.slice(isCut ? 1 : 0), ...rows.slice(0, MAX_WITHIN)].map(toFix),
      transitions: this.transitions(device_id, begin, until),
      is_whole: !isCut && rows.length <= MAX_WITHIN,
    };
  }

  async around(device_id: number, at: number, before: number, after: number): Promise<{ before: number[]; after: number[] }> {
    const times = this.fixes(device_id).clearSelect().select('occurred_at');
    const earlier = times.where('occurred_at', '<', at).orderBy('occurred_at', 'desc').limit(before);
    const later = times.where('occurred_at', '>', at).orderBy('occurred_at').limit(after);
    const read = (select: typeof times) => this.connection.all(select).map(({ occurred_at }) => occurred_at);
    return { before: read(earlier).reverse(), after: read(later) };
  }

  async lastFixAt(device_id: number, until: number): Promise<number | null> {
    const newest = this.fixes(device_id).where('occurred_at', '<=', until).orderBy('occurred_at', 'desc').limit(1);
    return this.connection.get<FixRow>(newest)?.occurred_at ?? null;
  }

  async deliveries(event_ids: readonly number[]): Promise<DeliveryStory[]> {
    if (event_ids.length === 0) return [];
    const rows = this.connection.all(
      query
        .selectFrom('delivery')
        .innerJoin('user', 'user.id', 'delivery.user_id')
        .leftJoin('notification_target as target', 'target.id', 'delivery.target_id')
        .select([
          'delivery.id',
          'delivery.user_id',
          'delivery.channel',
          'delivery.target_id',
          'delivery.state',
          'delivery.reason',
          'delivery.attempts',
          'delivery.next_attempt_at',
          'delivery.created_at',
          'delivery.finished_at',
          'delivery.opened_at',
          'delivery.event_id',
          'user.name as user_name',
          'target.name as target_name',
        ])
        .where('delivery.event_id', 'in', event_ids)
        .orderBy('delivery.id'),
    );
    return rows.map(({ event_id, ...row }) => ({ ...row, event_id: event_id as number, tries: this.tries(row.id) }));
  }

  async replacedBy({
    id,
    device_id,
    geofence_id,
  }: {
    id: number;
    device_id: number;
    geofence_id: string;
  }): Promise<number | null> {
    const later = query
      .selectFrom('geofence_event')
      .select('id')
      .where('device_id', '=', device_id)
      .where('geofence_id', '=', geofence_id)
      .where('replaces_id', '=', id);
    return this.connection.get<{ id: number }>(later)?.id ?? null;
  }

  private checkpoint(device_id: number, before: number) {
    const select = query
      .selectFrom('device_checkpoint')
      .select(['at', 'cursor', 'state'])
      .where('device_id', '=', device_id)
      .where('at', '<', before)
      .orderBy('at', 'desc')
      .limit(1);
    return this.connection.get<{ at: number; cursor: number; state: string }>(select) ?? null;
  }

  /** Those that were judged: imported history was not. */
  private fixes(device_id: number) {
    return selectFixes().where('device_id', '=', device_id).where('origin', 'is', null);
  }

  private transitions(device_id: number, after: number, until: number): PhoneTransition[] {
    return this.connection.prepare(TRANSITIONS).all(device_id, after, until) as PhoneTransition[];
  }

  private tries(delivery_id: number): DeliveryAttempt[] {
    const select = query
      .selectFrom('delivery_attempt')
      .select(['at', 'outcome', 'response'])
      .where('delivery_id', '=', delivery_id)
      .orderBy('id');
    return this.connection.all(select).map(({ response, ...row }) => ({ ...row, response: response ?? '' }));
  }
}
