import type { RetainedStore } from '@/lib/storage/ports';
import type { PublishLink } from './mqtt-publish-link';

/** So many are under way at once. */
const BATCH = 200;

export interface RetainedChanges {
  gone: string[];
  changed: [topic: string, payload: string][];
}

/**
 * Keeps what a broker retains the same as what should be there, and says only what differs. Each topic is noted before it is used
 * for the first time, so that whatever happens to this process, the next one can take it back.
 */
export class RetainedMirror {
  /** What each topic says; null: we do not know. */
  private readonly said = new Map<string, string | null>();

  /** @param store where topics are noted; null where nothing outlives this process */
  constructor(
    private readonly link: Pick<PublishLink, 'publish'>,
    private readonly store: RetainedStore | null,
    private readonly broker: string,
  ) {}

  get size(): number {
    return this.said.size;
  }

  /** Begins anew: a broker may have lost, or kept, anything. */
  async reset(): Promise<void> {
    this.said.clear();
    for (const topic of (await this.store?.topics(this.broker)) ?? []) this.said.set(topic, null);
  }

  /** All is to be said again. */
  distrust(): void {
    for (const topic of this.said.keys()) this.said.set(topic, null);
  }

  /** What has to be said, so that only `wanted` is there. */
  compare(wanted: ReadonlyMap<string, string>): RetainedChanges {
    const changes: RetainedChanges = { gone: [], changed: [] };
    for (const topic of this.said.keys()) if (!wanted.has(topic)) changes.gone.push(topic);
    for (const entry of wanted) if (this.said.get(entry[0]) !== entry[1]) changes.changed.push(entry);
    return changes;
  }

  /**
   * First what is to be taken back, then what changed, in its order.
   * @throws Error of the link; what was not said differs still, so the next comparison finds it
   */
  async say({ gone, changed }: RetainedChanges): Promise<void> {
    const fresh = changed.map(([topic]) => topic).filter((topic) => !this.said.has(topic));
    if (fresh.length > 0) await this.store?.add(this.broker, fresh);
    for (const topic of fresh) this.said.set(topic, null);
    for (const topics of batches(gone)) {
      await Promise.all(topics.map((topic) => this.link.publish({ topic, payload: '', retain: true })));
      await this.store?.remove(this.broker, topics);
      for (const topic of topics) this.said.delete(topic);
    }
    for (const messages of batches(changed)) {
      await Promise.all(messages.map(([topic, payload]) => this.link.publish({ topic, payload, retain: true })));
      for (const [topic, payload] of messages) this.said.set(topic, payload);
    }
  }
}

function* batches<T>(all: readonly T[]): Iterable<T[]> {
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH);
}
