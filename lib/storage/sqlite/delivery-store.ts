import type { Channel, Delivery } from '@/lib/domain/model';
import type { ClaimedMessage, DeliveryAttempt, DeliveryStore, NextState } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { DeliveryClaims, LARGEST_BUNDLE } from './delivery-claims';
import { DeliveryOutcomes } from './delivery-outcomes';

/**
 * Deliveries in SQLite. `next_attempt_at` of a claimed delivery is the end of its lease, so that one index finds
 * what is due, whether it waits for its time or for a worker that died.
 */
export class SqliteDeliveryStore implements DeliveryStore {
  private readonly outcomes: DeliveryOutcomes;

  /** @throws when commits of the connection are not durable: a mail could go out that nobody remembers after a crash */
  constructor(private readonly connection: Connection) {
    if (connection.raw.pragma('synchronous', { simple: true }) !== 2) {
      throw new Error("deliveries need a connection with durability 'full'");
    }
    this.outcomes = new DeliveryOutcomes(connection);
  }

  async claim(channel: Channel, now: number, lease_ms: number, limit: number): Promise<ClaimedMessage[]> {
    // A look first: polling an idle table takes no write lock.
    if (limit < 1 || !DeliveryClaims.isAnyDue(this.connection, channel, now)) return [];
    return this.connection.transaction(() => {
      const claims = new DeliveryClaims(this.connection, channel, now, lease_ms);
      const messages: ClaimedMessage[] = [];
      // What is much is claimed in several goes: others want to write, too.
      for (let items = 0; messages.length < limit && items < LARGEST_BUNDLE; ) {
        const message = claims.next();
        if (message === null) break;
        messages.push(message);
        items += message.items.length;
      }
      return messages;
    });
  }

  async record(
    { items, target }: Pick<ClaimedMessage, 'items' | 'target'>,
    attempt: DeliveryAttempt,
    next: NextState,
  ): Promise<boolean> {
    return this.connection.transaction(() => {
      const kept = items.filter(({ delivery }) => this.outcomes.record(delivery, attempt, next));
      const isTest = items.every(({ kind }) => kind === 'test');
      const isGone = next.state === 'failed' && next.is_gone === true;
      // A test that fails is no reason to stop using what it tests, unless nobody is there any more.
      const counts = attempt.outcome === 'sent' || isGone || !isTest;
      if (target !== null && kept.length > 0 && counts) this.outcomes.recordTarget(target.id, attempt, isGone);
      return kept.length === items.length;
    });
  }

  async counts(): Promise<Record<Delivery['state'], number>> {
    const rows = this.connection.all(
      query
        .selectFrom('delivery')
        .select(['state', (e) => e.fn.countAll<number>().as('count')])
        .groupBy('state'),
    );
    const counts = { pending: 0, sending: 0, sent: 0, failed: 0, suppressed: 0 };
    for (const { state, count } of rows) counts[state] = count;
    return counts;
  }
}
