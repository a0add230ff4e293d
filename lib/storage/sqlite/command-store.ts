import type { Selectable } from 'kysely';
import type { CommandAction, DeviceCommand, Location } from '@/lib/domain/model';
import type { CommandStore, NewCommand, PhoneSigns } from '@/lib/storage/ports/commands';
import { answerOf } from './command-answers';
import { type Connection, query } from './connection';
import type { Database } from './schema';

type Row = Selectable<Database['device_command']>;
type HttpOptions = Parameters<CommandStore['takeForHttp']>[1];

/** What is kept of a device's past commands. */
const KEPT = 500;
/** A phone whose last sign of life came with its last post, give or take how seldom posts are noted, is in HTTP mode. */
const HTTP_SLACK_MS = 15 * 60_000;

const FREE = '(claimed_until IS NULL OR claimed_until <= @now)';
const WAITING = `state = 'queued' AND expires_at > @now AND ${FREE}`;
const UNANSWERED = `state = 'sent' AND channel = 'http' AND expires_at > @now AND ${FREE}`;

const ADD = `INSERT INTO device_command (device_id, user_id, action, payload, state, created_at, expires_at)
  VALUES (@device_id, @user_id, @action, @payload, 'queued', @created_at, @expires_at)`;
const TRIM = `DELETE FROM device_command WHERE device_id = @device_id AND state <> 'queued' AND id <= (
  SELECT id FROM device_command WHERE device_id = @device_id ORDER BY id DESC LIMIT 1 OFFSET ${KEPT})`;
const SAME = `SELECT * FROM device_command WHERE device_id = @device_id AND action = @action AND ${WAITING} LIMIT 1`;
const QUEUED = "SELECT count(*) AS n FROM device_command WHERE device_id = ? AND state = 'queued'";
const WITHDRAW = `DELETE FROM device_command WHERE id = @id AND state = 'queued' AND ${FREE}`;
const REVISION = "SELECT value FROM revision WHERE name = 'command'";
const WAITING_DEVICES = `SELECT DISTINCT device_id FROM device_command WHERE ${WAITING}`;
const OLDEST = `SELECT * FROM device_command WHERE device_id = @device_id AND state = 'queued' AND expires_at > @now ORDER BY id LIMIT 1`;
const CLAIM = 'UPDATE device_command SET claimed_until = ? WHERE id = ?';
const RELEASE_ALL = "UPDATE device_command SET claimed_until = NULL WHERE state = 'queued' AND claimed_until IS NOT NULL";
const SENT = `UPDATE device_command SET state = 'sent', channel = @channel, sent_at = coalesce(sent_at, @sent_at),
  expires_at = max(expires_at, @answer_until), claimed_until = @claimed_until WHERE id = @id AND state IN ('queued', 'sent')`;
const HAS_FOR_HTTP = `SELECT 1 FROM device_command WHERE device_id = @device_id AND (${WAITING}) LIMIT 1`;
const HAS_UNANSWERED = `SELECT 1 FROM device_command WHERE device_id = @device_id AND (${UNANSWERED}) LIMIT 1`;
const FOR_HTTP = `SELECT * FROM device_command WHERE device_id = @device_id AND (
  (${WAITING} AND action IN (SELECT value FROM json_each(@actions)))
  OR (${UNANSWERED} AND action IN (SELECT value FROM json_each(@answered)))) ORDER BY id`;
const NOTE_POST = `INSERT INTO device_remote (device_id, last_post_at, user_agent) SELECT id, @at, @user_agent FROM device WHERE id = @device_id
  ON CONFLICT DO UPDATE SET last_post_at = excluded.last_post_at, user_agent = excluded.user_agent`;
const IS_HTTP = `SELECT 1 FROM device_remote LEFT JOIN device_activity USING (device_id)
  WHERE device_id = ? AND last_post_at >= coalesce(last_seen_at, 0) - ${HTTP_SLACK_MS}`;
const SIGNS = `SELECT keeps_zones, last_post_at, user_agent FROM device_remote WHERE device_id = ?`;
const STATUS = "SELECT payload FROM device_report WHERE device_id = ? AND kind = 'status'";
const FIX =
  'SELECT extra, pressure FROM location WHERE device_id = ? AND origin IS NULL ORDER BY occurred_at DESC, id DESC LIMIT 1';
const OPEN = `SELECT * FROM device_command WHERE state = 'sent' AND action IN (SELECT value FROM json_each(?))`;
const ANSWERED = "UPDATE device_command SET state = 'answered', answered_at = ?, answer = ? WHERE id = ?";
const EXPIRE = `UPDATE device_command SET state = 'expired' WHERE expires_at <= @now AND (
  (state = 'queued' AND ${FREE}) OR (state = 'sent' AND action IN (SELECT value FROM json_each(@actions))))`;

const jsonOrNull = <T>(text: string | null) => (text === null ? null : (JSON.parse(text) as T));

function toCommand({ claimed_until: _claim, payload, answer, ...row }: Row): DeviceCommand {
  return { ...row, payload: jsonOrNull(payload), answer: jsonOrNull(answer) };
}

/** Commands to phones, in SQLite. */
export class SqliteCommandStore implements CommandStore {
  constructor(private readonly connection: Connection) {}

  async add(command: NewCommand, { coalesce, limit }: { coalesce: boolean; limit: number }): Promise<DeviceCommand | null> {
    const { connection } = this;
    return connection.transaction(() => {
      const isFull = (connection.prepare(QUEUED).get(command.device_id) as { n: number }).n >= limit;
      return isFull ? (coalesce && this.waiting(command)) || null : this.addNow(command, coalesce);
    });
  }

  /** Within a transaction of the caller's, whatever waits already. */
  addNow(command: NewCommand, coalesce: boolean): DeviceCommand {
    const same = coalesce ? this.waiting(command) : null;
    if (same) return same;
    const payload = command.payload && JSON.stringify(command.payload);
    const { lastInsertRowid } = this.connection.prepare(ADD).run({ ...command, payload });
    this.connection.prepare(TRIM).run({ device_id: command.device_id });
    return this.mustFind(Number(lastInsertRowid));
  }

  async list(device_id: number, limit: number): Promise<DeviceCommand[]> {
    const select = query.selectFrom('device_command').selectAll().where('device_id', '=', device_id);
    return this.connection.all<Row>(select.orderBy('id', 'desc').limit(limit)).map(toCommand);
  }

  async find(id: number): Promise<DeviceCommand | null> {
    const row = this.connection.get<Row>(query.selectFrom('device_command').selectAll().where('id', '=', id));
    return row ? toCommand(row) : null;
  }

  async withdraw(id: number, now: number): Promise<boolean> {
    return this.withdrawNow(id, now);
  }

  withdrawNow(id: number, now: number): boolean {
    return this.connection.prepare(WITHDRAW).run({ id, now }).changes > 0;
  }

  signs(device_id: number): PhoneSigns {
    const { connection } = this;
    const remote = connection.prepare(SIGNS).get(device_id) as
      | (Omit<PhoneSigns, 'keeps_zones'> & { keeps_zones: number })
      | undefined;
    const status = connection.prepare(STATUS).get(device_id) as { payload: string } | undefined;
    const fix = connection.prepare(FIX).get(device_id) as { extra: string | null; pressure: number | null } | undefined;
    return {
      keeps_zones: remote?.keeps_zones === 1,
      last_post_at: remote?.last_post_at ?? null,
      user_agent: remote?.user_agent ?? null,
      status: jsonOrNull(status?.payload ?? null),
      fix: fix ? { pressure: fix.pressure, extra: jsonOrNull<NonNullable<Location['extra']>>(fix.extra) } : null,
    };
  }

  revision(): number {
    return (this.connection.prepare(REVISION).get() as { value: number }).value;
  }

  waitingDevices(now: number): number[] {
    const rows = this.connection.prepare(WAITING_DEVICES).all({ now }) as { device_id: number }[];
    return rows.map(({ device_id }) => device_id);
  }

  claim(device_id: number, now: number, until: number): DeviceCommand | null {
    return this.connection.transaction(() => {
      const oldest = this.row(OLDEST, { device_id, now });
      if (!oldest || (oldest.claimed_until !== null && oldest.claimed_until > now)) return null;
      this.connection.prepare(CLAIM).run(until, oldest.id);
      return toCommand(oldest);
    });
  }

  sent(id: number, sent_at: number, answer_until: number): void {
    this.connection.prepare(SENT).run({ id, channel: 'mqtt', sent_at, answer_until, claimed_until: null });
  }

  release(id: number): void {
    this.connection.prepare(CLAIM).run(null, id);
  }

  releaseAll(): void {
    this.connection.prepare(RELEASE_ALL).run();
  }

  hasForHttp(device_id: number, now: number): boolean {
    const { connection } = this;
    return [HAS_FOR_HTTP, HAS_UNANSWERED].some((sql) => connection.prepare(sql).get({ device_id, now }) !== undefined);
  }

  takeForHttp(device_id: number, { actions, answered, now, until }: HttpOptions): DeviceCommand[] {
    const { connection } = this;
    return connection.transaction(() => {
      const lists = { actions: JSON.stringify(actions), answered: JSON.stringify(answered) };
      const rows = connection.prepare(FOR_HTTP).all({ device_id, now, ...lists }) as Row[];
      for (const { id } of rows) connection.prepare(CLAIM).run(until, id);
      return rows.map(toCommand);
    });
  }

  sentByHttp(ids: readonly number[], { repeat_at, ...times }: Parameters<CommandStore['sentByHttp']>[1]): void {
    this.connection.transaction(() => {
      for (const id of ids) this.connection.prepare(SENT).run({ id, channel: 'http', claimed_until: repeat_at, ...times });
    });
  }

  notePosts(posts: Parameters<CommandStore['notePosts']>[0]): void {
    this.connection.transaction(() => {
      for (const post of posts) this.connection.prepare(NOTE_POST).run(post);
    });
  }

  isHttpPhone(device_id: number): boolean {
    return this.connection.prepare(IS_HTTP).get(device_id) !== undefined;
  }

  settle(actions: readonly CommandAction[], now: number): { answered: number; open: number } {
    const open = this.connection.prepare(OPEN).all(JSON.stringify(actions)) as Row[];
    let answered = 0;
    for (const row of open) {
      const answer = answerOf(this.connection, row);
      if (!answer) continue;
      this.connection.prepare(ANSWERED).run(now, JSON.stringify(answer), row.id);
      answered += 1;
    }
    return { answered, open: open.length - answered };
  }

  expire(actions: readonly CommandAction[], now: number): number {
    return this.connection.prepare(EXPIRE).run({ now, actions: JSON.stringify(actions) }).changes;
  }

  private waiting({ device_id, action, created_at: now }: NewCommand): DeviceCommand | null {
    const row = this.row(SAME, { device_id, action, now });
    return row ? toCommand(row) : null;
  }

  private row(sql: string, values: object): Row | undefined {
    return this.connection.prepare(sql).get(values) as Row | undefined;
  }

  private mustFind(id: number): DeviceCommand {
    return toCommand(this.connection.prepare('SELECT * FROM device_command WHERE id = ?').get(id) as Row);
  }
}
