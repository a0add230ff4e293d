import type { User } from '@/lib/domain/model';
import type { Entity } from '@/lib/domain/notify/home-assistant';
import type { PublishNames } from '@/lib/domain/notify/home-assistant-topics';
import type { PublishState, PublishStep } from '@/lib/domain/notify/mqtt-publish';
import type { ProcessStore, PublishStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { ServiceError } from './errors';
import type { PublishTarget } from './mqtt-publish-link';
import type { PublishInput, PublishSettings } from './mqtt-publish-settings';
import { previewOf } from './mqtt-publish-snapshot';

/** Tries a broker as the worker would use it. Never throws for what the other side does; those after a failed connection are skipped. */
export type BrokerProbe = (
  target: Extract<PublishTarget, { kind: 'broker' }>,
  names: PublishNames,
  signal: AbortSignal,
) => Promise<PublishStep[]>;

export interface PublishStatusDependencies {
  settings: PublishSettings;
  processes: Pick<ProcessStore, 'list'>;
  store: PublishStore;
  probe: BrokerProbe;
  audit: Pick<AuditService, 'noteRead'>;
  publicUrl: string;
  clock: Clock;
}

/** What a person who wants to read must know. */
export interface ReadingInfo {
  /** Of this person. */
  is_enabled: boolean;
  /** Where what a person chose to be told of comes. */
  event_topic: string;
  state_topic: string;
  /** On our own broker, with handle and API token. */
  is_embedded: boolean;
}

/** The worker beats every two seconds. */
const BEAT_LIMIT_MS = 10_000;
const TEST_LIMIT_MS = 30_000;

/** How the publishing is doing, for people. */
export class PublishStatus {
  private readonly testing = new Set<number>();

  constructor(private readonly the: PublishStatusDependencies) {}

  /** As the worker last said; null while it is silent. */
  state(): PublishState | null {
    const worker = this.the.processes.list().find(({ name }) => name === 'worker');
    if (!worker || this.the.clock() - worker.beat_at > BEAT_LIMIT_MS) return null;
    const { publishing } = worker.state as { publishing?: PublishState };
    if (!publishing) return null;
    const { link, detail, topics, entities, readers, last_published_at } = publishing;
    return { link, detail, topics, entities, readers, last_published_at };
  }

  /** What Home Assistant will find, whether or not it is switched on. */
  async preview(actor: User): Promise<Entity[]> {
    const { entities, owners } = await previewOf(this.the.store, await this.the.settings.route(), this.the.publicUrl);
    await this.the.audit.noteRead(actor, 'device', '*', owners);
    return entities;
  }

  async readingOf({ id, handle }: Pick<User, 'id' | 'handle'>): Promise<ReadingInfo> {
    const { isEnabled, names, people, target } = await this.the.settings.route();
    const own = `${names.base}/${handle}/+`;
    return {
      is_enabled: isEnabled && (people === null || people.includes(id)),
      event_topic: `${own}/event`,
      state_topic: `${own}/state`,
      is_embedded: target?.kind === 'embedded',
    };
  }

  /**
   * @param draft settings that need not be saved; null: those that are
   * @throws ServiceError VALIDATION_ERROR when a password is missing, RATE_LIMITED during another test of the actor
   */
  async test(actor: User, draft: PublishInput | null): Promise<PublishStep[]> {
    const { target, names } = await this.the.settings.routeFor(draft);
    if (target.kind === 'embedded') return this.embedded();
    if (this.testing.has(actor.id)) {
      throw new ServiceError('RATE_LIMITED', 'a test is under way; wait for its end', { retry_after_seconds: 5 });
    }
    this.testing.add(actor.id);
    try {
      return await this.the.probe(target, names, AbortSignal.timeout(TEST_LIMIT_MS));
    } finally {
      this.testing.delete(actor.id);
    }
  }

  /** There is nothing on the way to our own broker. */
  private embedded(): PublishStep[] {
    const worker = this.the.processes.list().find(({ name }) => name === 'worker');
    const isUp = worker !== undefined && this.the.clock() - worker.beat_at <= BEAT_LIMIT_MS;
    return [{ step: 'connect', state: isUp ? 'ok' : 'failed', said: isUp ? null : 'the worker is not running' }];
  }
}
