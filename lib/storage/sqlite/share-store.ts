import type { Selectable } from 'kysely';
import type { Share } from '@/lib/domain/model';
import type { FriendDevice, Letters } from '@/lib/domain/owntracks/friend-tid';
import { type Grant, isInForce, type VisibleDevice, visibleBy } from '@/lib/domain/sharing';
import type { ShareRow, ShareStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import type { Database } from './schema';

type Flagged<T> = Omit<T, 'with_history'> & { with_history: number };
const unflagged = <T extends { with_history: number }>(row: T) => ({ ...row, with_history: row.with_history === 1 });

/** Letters of a device: what its newest fix says, else the end of its name, as the apps make them. */
const LETTERS = `
  SELECT d.id AS device_id, u.name AS owner_name,
    coalesce((SELECT tid FROM location WHERE device_id = d.id ORDER BY occurred_at DESC, id DESC LIMIT 1), substr(d.device, -2)) AS tid
  FROM device d JOIN user u ON u.id = d.user_id`;

/** Asked with each post of a phone. */
const REVISION = `SELECT (SELECT value FROM revision WHERE name = 'share') || '.' || (SELECT value FROM revision WHERE name = 'device') AS value`;

/** A share without a device is one row for each device of the owner. */
const selectGrants = () =>
  query
    .selectFrom('share')
    .innerJoin('device', (join) =>
      join
        .onRef('device.user_id', '=', 'share.owner_id')
        .on((eb) => eb.or([eb('share.device_id', 'is', null), eb('share.device_id', '=', eb.ref('device.id'))])),
    )
    .select(['share.viewer_id', 'device.id as device_id', 'share.owner_id', 'share.with_history', 'share.until'])
    .orderBy('device.id')
    .orderBy('share.id');

const selectRows = () =>
  query
    .selectFrom('share')
    .innerJoin('user as owner', 'owner.id', 'share.owner_id')
    .innerJoin('user as viewer', 'viewer.id', 'share.viewer_id')
    .leftJoin('device', 'device.id', 'share.device_id')
    .selectAll('share')
    .select(['owner.name as owner_name', 'viewer.name as viewer_name', 'viewer.handle as viewer_handle'])
    .select('device.name as device_name');

/** Shares in SQLite. */
export class SqliteShareStore implements ShareStore {
  constructor(private readonly connection: Connection) {}

  async list(user_id: number): Promise<ShareRow[]> {
    const theirs = selectRows()
      .where((eb) => eb.or([eb('share.owner_id', '=', user_id), eb('share.viewer_id', '=', user_id)]))
      .orderBy('viewer.name')
      .orderBy('owner.name')
      .orderBy('device.name')
      .orderBy('share.id');
    return this.connection.all<Flagged<ShareRow>>(theirs).map(unflagged);
  }

  async find(id: string): Promise<ShareRow | null> {
    const row = this.connection.get<Flagged<ShareRow>>(selectRows().where('share.id', '=', id));
    return row ? unflagged(row) : null;
  }

  async create({ with_history, ...share }: Share, now: number): Promise<boolean> {
    return this.connection.transaction(() => {
      const same = query
        .selectFrom('share')
        .select(['id', 'until'])
        .where('owner_id', '=', share.owner_id)
        .where('viewer_id', '=', share.viewer_id)
        .where('device_id', 'is', share.device_id);
      const earlier = this.connection.get<{ id: string; until: number | null }>(same);
      if (earlier && isInForce(earlier, now)) return false;
      if (earlier) this.connection.run(query.deleteFrom('share').where('id', '=', earlier.id));
      this.connection.run(query.insertInto('share').values({ ...share, with_history: with_history ? 1 : 0 }));
      return true;
    });
  }

  async update(id: string, { with_history, until }: Partial<Pick<Share, 'with_history' | 'until'>>): Promise<boolean> {
    const fields = {
      ...(until === undefined ? {} : { until }),
      ...(with_history === undefined ? {} : { with_history: with_history ? (1 as const) : (0 as const) }),
    };
    if (Object.keys(fields).length === 0) return (await this.find(id)) !== null;
    return this.connection.run(query.updateTable('share').set(fields).where('id', '=', id)).changes > 0;
  }

  async remove(id: string): Promise<boolean> {
    return this.connection.run(query.deleteFrom('share').where('id', '=', id)).changes > 0;
  }

  async findPerson(name: string): Promise<{ id: number; name: string; handle: string } | null> {
    const person = query
      .selectFrom('user')
      .select(['id', 'name', 'handle'])
      .where((eb) => eb.or([eb('email', '=', name), eb('handle', '=', name)]));
    return this.connection.get<{ id: number; name: string; handle: string }>(person) ?? null;
  }

  async visibleTo(viewer_id: number, now: number): Promise<VisibleDevice[]> {
    const given = selectGrants().where('share.viewer_id', '=', viewer_id);
    return visibleBy(this.connection.all<Flagged<Grant>>(given).map(unflagged), now);
  }

  grants(): Grant[] {
    return this.connection.all<Flagged<Grant>>(selectGrants()).map(unflagged);
  }

  revision(): string {
    return (this.connection.prepare(REVISION).get() as { value: string }).value;
  }

  tidsFor(viewer_id: number, device_ids: readonly number[], choose: (letters: Letters) => Map<number, string>) {
    const answer = () => {
      const letters = this.letters(viewer_id, device_ids);
      const tids = choose(letters);
      return { tids, news: [...tids].filter(([id, tid]) => letters.chosen.get(id) !== tid) };
    };
    // Nearly always everything was chosen long ago, and there is nothing to write.
    const known = answer();
    if (known.news.length === 0) return known.tids;
    return this.connection.transaction(() => {
      const { tids, news } = answer();
      const change = this.connection.prepare('DELETE FROM viewer_tid WHERE viewer_id = ? AND device_id = ?');
      const add = this.connection.prepare('INSERT INTO viewer_tid (viewer_id, device_id, tid) VALUES (?, ?, ?)');
      for (const [device_id] of news) change.run(viewer_id, device_id);
      for (const [device_id, tid] of news) add.run(viewer_id, device_id, tid);
      return tids;
    });
  }

  private letters(viewer_id: number, device_ids: readonly number[]): Letters {
    const chosen = this.connection
      .prepare('SELECT device_id, tid FROM viewer_tid WHERE viewer_id = ?')
      .all(viewer_id) as Selectable<Database['viewer_tid']>[];
    const own = this.connection.prepare(`${LETTERS} WHERE d.user_id = ?`).all(viewer_id) as FriendDevice[];
    const wanted = this.connection
      .prepare(`${LETTERS} WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id`)
      .all(JSON.stringify(device_ids)) as FriendDevice[];
    return {
      chosen: new Map(chosen.map(({ device_id, tid }) => [device_id, tid])),
      wanted,
      taken: own.map(({ tid }) => tid),
    };
  }
}
