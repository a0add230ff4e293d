import { type Expression, type SqlBool, sql } from 'kysely';
import type { SealedTarget } from '@/lib/storage/ports';
import type { BrowserStore, NewBrowser, RegisteredBrowser } from '@/lib/storage/ports/push';
import { toTarget } from './claimed-message';
import { query } from './connection';
import { SqliteTargetStore } from './target-store';

/** Browsers that take pushes, among the other targets. */
export class SqliteBrowserStore extends SqliteTargetStore implements BrowserStore {
  async register(browser: NewBrowser, old_hash: string | null, most: number, now: number): Promise<RegisteredBrowser | null> {
    return this.connection.transaction(() => {
      const hashes = new Set([browser.settings.endpoint_hash, ...(old_hash === null ? [] : [old_hash])]);
      const known = [...hashes].flatMap((hash) => this.byEndpoint(hash));
      const [own, ...copies] = known.filter(({ user_id }) => user_id === browser.user_id);
      const others = known.filter(({ user_id }) => user_id !== browser.user_id);
      for (const { id } of [...copies, ...others]) this.discard(id, now);
      const row = own ?? this.goneTwin(browser);
      const kept = row ? this.renew(row.id, browser, now) : this.insert(browser, most, now);
      return kept && { browser: kept, is_new: row === undefined, taken_over: others.length > 0 };
    });
  }

  async findByEndpoint(endpoint_hash: string): Promise<SealedTarget | null> {
    return this.byEndpoint(endpoint_hash)[0] ?? null;
  }

  /** The name stays: the person may have changed it. */
  private renew(id: string, { settings, secrets }: NewBrowser, now: number): SealedTarget | null {
    const healthy = { is_active: 1, failures: 0, paused_at: null, pause_reason: null };
    return this.change(id, { settings: JSON.stringify(settings), secrets, ...healthy, updated_at: now });
  }

  private goneTwin({ user_id, settings }: NewBrowser): SealedTarget | undefined {
    const gone = query.selectFrom('notification_target').selectAll().where('user_id', '=', user_id).where('kind', '=', 'push');
    const make = ['endpoint_origin', 'browser', 'system'] as const;
    return this.connection
      .all(gone.where('is_active', '=', 0))
      .map(toTarget)
      .find((target) => make.every((part) => target.settings[part] === settings[part]));
  }

  /** In the words of the index `notification_target_browser`, so that SQLite can use it. */
  private byEndpoint(hash: string): SealedTarget[] {
    const isEndpoint: Expression<SqlBool> = sql<SqlBool>`kind = 'push' AND json_extract(settings, '$.endpoint_hash') = ${hash}`;
    return this.connection.all(query.selectFrom('notification_target').selectAll().where(isEndpoint)).map(toTarget);
  }
}
