import type { ExpectationAlert } from '@/lib/domain/model';
import type { ExpectationFacts } from '@/lib/domain/notify/expectation';
import type {
  ExpectationCheck,
  ExpectationJudge,
  ExpectationWatchStore,
  TouchedStay,
  WatchedExpectation,
} from '@/lib/storage/ports';
import { AlertWriter } from './alert-writer';
import { type Connection, query } from './connection';
import { toExpectation } from './expectation-row';

const REVISION = `SELECT group_concat(revision.value) || '/' || (SELECT count(*) || '/' || ifnull(max(updated_at), 0) FROM expectation)
  AS text FROM revision`;
const PROGRESS = `SELECT ifnull((SELECT max(id) FROM location), 0) AS newest,
  ifnull((SELECT location_id FROM engine_cursor WHERE name = 'geofence'), 0) AS judged`;
const CURSOR = 'SELECT location_id FROM engine_cursor WHERE name = ?';
const FIRST = 'ifnull((SELECT min(created_at) FROM expectation), 9e15)';
const BEFORE_ANY = {
  expectation_event: `SELECT max(id) AS id FROM geofence_event WHERE received_at < ${FIRST}`,
  expectation_change: `SELECT max(id) AS id FROM geofence_event_change WHERE at < ${FIRST}`,
};
const FOLLOWED = `INSERT INTO engine_cursor (name, location_id) VALUES (?, ?)
  ON CONFLICT (name) DO UPDATE SET location_id = excluded.location_id`;
const ADDED = `SELECT id, device_id, geofence_id, occurred_at FROM geofence_event WHERE id > ? ORDER BY id LIMIT ?`;
const CHANGED = `SELECT change.id, event.device_id, event.geofence_id, event.occurred_at
  FROM geofence_event_change AS change JOIN geofence_event AS event ON event.id = change.event_id
  WHERE change.id > ? ORDER BY change.id LIMIT ?`;
const STANDING = `SELECT id, event_type, occurred_at, decided_at FROM geofence_event
  WHERE device_id = ? AND geofence_id = ? AND event_type IN ('enter','exit') AND retracted_at IS NULL AND origin = 'live'`;
const BEFORE = `${STANDING} AND occurred_at < ? ORDER BY occurred_at DESC, id DESC LIMIT 1`;
const SINCE = `${STANDING} AND occurred_at >= ? ORDER BY occurred_at, id LIMIT 1000`;
const STATUS = `SELECT is_inside, since, json_extract(state, '$.pending.at') AS at, json_extract(state, '$.pending.fire_at') AS fire_at
  FROM geofence_status WHERE device_id = ? AND geofence_id = ?`;
const ALERT = 'SELECT * FROM expectation_alert WHERE expectation_id = ? AND device_id = ? AND window_start = ?';

type EventRow = { id: number; device_id: number; geofence_id: string; occurred_at: number };
type StatusRow = { is_inside: 0 | 1; since: number | null; at: number | null; fire_at: number | null };

/** What the worker reads and writes to watch expectations. Needs a connection whose commits are durable: mails follow from them. */
export class SqliteExpectationWatchStore implements ExpectationWatchStore {
  private readonly writer: AlertWriter;

  constructor(private readonly connection: Connection) {
    this.writer = new AlertWriter(connection);
  }

  dataVersion(): number {
    return this.connection.dataVersion();
  }

  revision(): string {
    return (this.connection.prepare(REVISION).get() as { text: string }).text;
  }

  watched(): WatchedExpectation[] {
    const all = query
      .selectFrom('expectation')
      .innerJoin('geofence', (join) =>
        join
          .onRef('geofence.id', '=', 'expectation.geofence_id')
          .onRef('geofence.owner_id', '=', 'expectation.owner_id')
          .on('geofence.is_active', '=', 1),
      )
      .leftJoin('expectation_progress as progress', 'progress.expectation_id', 'expectation.id')
      .selectAll('expectation')
      .select([
        'geofence.device_id as zone_device_id',
        'geofence.confirm_seconds',
        'geofence.grace_seconds',
        'progress.checked_until',
      ])
      .where('expectation.is_active', '=', 1);
    return this.connection.all(all).map(({ zone_device_id, confirm_seconds, grace_seconds, checked_until, ...row }) => ({
      expectation: toExpectation(row),
      patience: Math.max(confirm_seconds, grace_seconds) * 1000,
      checked_until: checked_until ?? row.updated_at,
      device_ids: this.devicesOf(row.owner_id, [row.device_id, zone_device_id]),
    }));
  }

  progress(): { newest: number; judged: number } {
    return this.connection.prepare(PROGRESS).get() as { newest: number; judged: number };
  }

  touched(limit: number): ReturnType<ExpectationWatchStore['touched']> {
    const upTo = { event: this.cursor('expectation_event'), change: this.cursor('expectation_change') };
    const added = this.connection.prepare(ADDED).all(upTo.event, limit) as EventRow[];
    const changed = this.connection.prepare(CHANGED).all(upTo.change, limit) as EventRow[];
    const stays = new Map<string, TouchedStay>();
    for (const { device_id, geofence_id, occurred_at } of [...added, ...changed]) {
      const key = `${device_id}/${geofence_id}`;
      stays.set(key, { device_id, geofence_id, since: Math.min(occurred_at, stays.get(key)?.since ?? occurred_at) });
    }
    return {
      stays: [...stays.values()],
      upTo: { event: added.at(-1)?.id ?? upTo.event, change: changed.at(-1)?.id ?? upTo.change },
    };
  }

  followed({ event, change }: { event: number; change: number }): void {
    this.connection.transaction(() => {
      this.connection.prepare(FOLLOWED).run('expectation_event', event);
      this.connection.prepare(FOLLOWED).run('expectation_change', change);
    });
  }

  check(
    watched: WatchedExpectation,
    checks: readonly ExpectationCheck[],
    checked_until: number | null,
    now: number,
    judge: ExpectationJudge,
  ): { raised: number; resolved: number; checked_until: number } {
    const { expectation } = watched;
    return this.connection.transaction(() => {
      const done = { raised: 0, resolved: 0, checked_until: checked_until ?? watched.checked_until };
      for (const check of checks) {
        const alert = this.alertOf(expectation.id, check);
        const action = judge(check, this.factsOf(expectation.geofence_id, check), alert);
        if (action === 'wait') done.checked_until = Math.min(done.checked_until, check.window.end - 1);
        else if (action !== null) {
          this.writer.act(watched.expectation, check, alert, action, now);
          done[action.do === 'resolve' ? 'resolved' : 'raised'] += action.do === 'move' ? 0 : 1;
        }
      }
      // Not beyond what a change of the expectation set meanwhile.
      if (checked_until !== null) this.moveOn(expectation.id, done.checked_until);
      return done;
    });
  }

  private devicesOf(owner_id: number, [own, zone]: [number | null, number | null]): number[] {
    if (own !== null && zone !== null && own !== zone) return [];
    const devices = query.selectFrom('device').select('id').where('user_id', '=', owner_id).orderBy('id');
    const only = own ?? zone;
    return this.connection.all(only === null ? devices : devices.where('id', '=', only)).map(({ id }) => id);
  }

  /** What was there before anybody expected anything is not followed. */
  private cursor(name: keyof typeof BEFORE_ANY): number {
    const row = this.connection.prepare(CURSOR).get(name) as { location_id: number } | undefined;
    if (row) return row.location_id;
    const newest = (this.connection.prepare(BEFORE_ANY[name]).get() as { id: number | null }).id ?? 0;
    this.connection.prepare(FOLLOWED).run(name, newest);
    return newest;
  }

  private factsOf(geofence_id: string, { device_id, window }: ExpectationCheck): ExpectationFacts {
    const before = this.connection.prepare(BEFORE).get(device_id, geofence_id, window.start);
    const events = this.connection.prepare(SINCE).all(device_id, geofence_id, window.start) as ExpectationFacts['events'];
    const status = this.connection.prepare(STATUS).get(device_id, geofence_id) as StatusRow | undefined;
    return {
      before: (before as ExpectationFacts['events'][number] | undefined)?.event_type ?? null,
      events,
      status: status
        ? {
            is_inside: status.is_inside === 1,
            since: status.since,
            pending: status.at === null || status.fire_at === null ? null : { at: status.at, fire_at: status.fire_at },
          }
        : null,
    };
  }

  private alertOf(expectation_id: string, { device_id, window }: ExpectationCheck): ExpectationAlert | null {
    return (this.connection.prepare(ALERT).get(expectation_id, device_id, window.start) as ExpectationAlert | undefined) ?? null;
  }

  private moveOn(expectation_id: string, checked_until: number): void {
    this.connection.run(
      query
        .insertInto('expectation_progress')
        .values({ expectation_id, checked_until })
        .onConflict((conflict) =>
          conflict.column('expectation_id').doUpdateSet((e) => ({
            checked_until: e.fn<number>('max', ['expectation_progress.checked_until', 'excluded.checked_until']),
          })),
        ),
    );
  }
}
