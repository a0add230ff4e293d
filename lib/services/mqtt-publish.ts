import { type PublishNames, statusTopic } from '@/lib/domain/notify/home-assistant-topics';
import type { PublishState } from '@/lib/domain/notify/mqtt-publish';
import type { PublishStore, RetainedStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import type { ConnectLink, Publication, PublishLink } from './mqtt-publish-link';
import { RetainedMirror } from './mqtt-publish-mirror';
import { EMBEDDED, type PublishRoute, type PublishRoutes } from './mqtt-publish-settings';
import { OFFLINE, PublishSnapshot } from './mqtt-publish-snapshot';

export interface PublisherDependencies {
  routes: Pick<PublishRoutes, 'route'>;
  /** On a connection that nothing is written on. */
  store: PublishStore;
  retained: RetainedStore;
  connect: ConnectLink;
  publicUrl: string;
  clock: Clock;
}

export interface PublisherOptions {
  /** How often to ask whether anybody has written. */
  pollMs?: number;
  onError?: (error: unknown) => void;
}

/** Between two looks at the database there is at least so much time, */
const LEAST_PAUSE_MS = 200;
/** and so many times what the last one took: however large the installation is, a fiftieth of this process is enough. */
const PAUSES_PER_LOOK = 50;
const AFTER_A_FAULT_MS = 1_000;
/** To take back what a broker retains that is no longer ours to use. */
const CLEAR_WITHIN_MS = 5_000;

interface Current {
  route: PublishRoute;
  link: PublishLink;
  mirror: RetainedMirror;
  snapshot: PublishSnapshot;
  /** A connection stands and the mirror knows what to expect. */
  isReady: boolean;
}

/**
 * Keeps what is retained of devices and zones right, from what the database says: independent of messages, events and deliveries, so
 * that it costs nothing for each of them, and is right after whatever happened. Does nothing until an admin switches it on.
 */
export class MqttPublisher {
  private readonly pollMs: number;
  private readonly onError: (error: unknown) => void;
  private current: Current | null = null;
  private version: string | null = null;
  private seen: number | null = null;
  private isWanted = true;
  private notBefore = 0;
  private work: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;
  private isSwitchedOff = false;
  private lastError: string | null = null;
  private problem: string | null = null;
  private lastPublishedAt: number | null = null;

  constructor(
    private readonly the: PublisherDependencies,
    options: PublisherOptions = {},
  ) {
    this.pollMs = options.pollMs ?? 100;
    this.onError = options.onError ?? (() => {});
  }

  start(): void {
    this.timer ??= setInterval(() => this.poll(), this.pollMs);
  }

  /** Says that we are away, and ends the connection. Takes a few seconds at most. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    const { current } = this;
    this.current = null;
    await current?.link.stop(current.route.isEnabled ? awayOf(current.route.names) : null);
    await this.work;
  }

  /** An admin wants nothing to be published. Not so while that is not known yet, or a change of the settings is under way. */
  get isOff(): boolean {
    return this.isSwitchedOff;
  }

  /** How things are called, for who publishes something; null: there is nothing to publish with, for now or for good (`isOff`). */
  get names(): PublishNames | null {
    return this.current?.route.isEnabled ? this.current.route.names : null;
  }

  /** Why nothing can be published now, for people. */
  get trouble(): string {
    const { current } = this;
    const where = current ? `there is no connection to ${current.route.broker}` : 'there is no broker';
    const why = current?.link.state().detail ?? this.problem;
    return why ? `${where}: ${why}` : where;
  }

  /** As `PublishLink.publish`. */
  publish(publication: Publication): Promise<string> {
    const { current } = this;
    return current?.isReady ? current.link.publish(publication) : Promise.reject(new Error(this.trouble));
  }

  state(): PublishState {
    const { current } = this;
    const link = current?.route.isEnabled ? current.link.state() : null;
    return {
      link: link?.state ?? (this.problem ? 'down' : 'off'),
      detail: link?.detail ?? this.problem ?? this.lastError,
      topics: current?.mirror.size ?? 0,
      entities: current?.snapshot.entities ?? 0,
      readers: link?.readers ?? null,
      last_published_at: this.lastPublishedAt,
    };
  }

  private poll(): void {
    if (this.work || this.isStopped || performance.now() < this.notBefore) return;
    this.work = this.lookIfChanged()
      .catch((error: Error) => this.failed(error))
      .finally(() => (this.work = null));
  }

  private async lookIfChanged(): Promise<void> {
    const version = this.the.store.version();
    if (version === this.seen && !this.isWanted) return;
    this.seen = version;
    this.isWanted = false;
    const pauseMs = await this.look();
    this.lastError = null;
    this.notBefore = performance.now() + pauseMs;
  }

  /** @returns how long to leave the database alone then; waiting for a broker is no work */
  private async look(): Promise<number> {
    const route = await this.the.routes.route();
    if (route.version !== this.version) await this.change(route);
    const { current } = this;
    if (!current?.isReady) return LEAST_PAUSE_MS;
    const startedAt = performance.now();
    const wanted = current.route.isEnabled ? await current.snapshot.retained() : new Map<string, string>();
    if (current !== this.current) return 0;
    const changes = current.mirror.compare(wanted);
    const took = performance.now() - startedAt;
    await current.mirror.say(changes);
    if (changes.gone.length + changes.changed.length > 0) this.lastPublishedAt = this.the.clock();
    if (!current.route.isEnabled) await this.leave(current);
    return Math.max(LEAST_PAUSE_MS, took * PAUSES_PER_LOOK);
  }

  /** The setting is another one: what was published where it no longer should be is taken back first. */
  private async change(route: PublishRoute): Promise<void> {
    const before = this.current;
    this.isSwitchedOff = !route.isEnabled;
    if (before) await this.depart(before, route);
    this.problem = route.isEnabled ? route.problem : null;
    const hasLeftovers = route.broker !== EMBEDDED && (await this.the.retained.topics(route.broker)).length > 0;
    if (!this.isStopped && (route.isEnabled || hasLeftovers)) this.open(route);
    // Last: where anything of it failed, all of it is done again.
    this.version = route.version;
  }

  private async depart(before: Current, next: PublishRoute): Promise<void> {
    const stays = next.isEnabled && next.broker === before.route.broker;
    if (!stays && before.isReady) {
      const all = before.mirror.compare(new Map());
      await Promise.race([before.mirror.say(all), pause(CLEAR_WITHIN_MS)]).catch((error) => this.onError(error));
    }
    await this.leave(before, stays ? awayOf(before.route.names) : null);
  }

  private async leave(current: Current, last: Publication | null = null): Promise<void> {
    if (this.current === current) this.current = null;
    await current.link.stop(last);
  }

  private open(route: PublishRoute): void {
    const { target, names, broker } = route;
    if (!target) return;
    const link = this.the.connect(target, names, awayOf(names), {
      onReady: () => void this.ready(current).catch((error: Error) => this.failed(error)),
      onBirth: () => {
        current.mirror.distrust();
        this.isWanted = true;
      },
    });
    const mirror = new RetainedMirror(link, target.kind === 'embedded' ? null : this.the.retained, broker);
    const snapshot = new PublishSnapshot(this.the.store, names, this.the.publicUrl, route.people);
    const current: Current = { route, link, mirror, snapshot, isReady: false };
    this.current = current;
    link.start();
  }

  /** After each connection everything is said anew. */
  private async ready(current: Current): Promise<void> {
    await this.work;
    if (current !== this.current) return;
    await current.mirror.reset();
    current.isReady = true;
    this.isWanted = true;
    this.notBefore = 0;
  }

  /** What a lost connection cut short is done after the next one; anything else is tried again soon. */
  private failed(error: Error): void {
    if (this.isStopped) return;
    this.isWanted = true;
    this.notBefore = performance.now() + AFTER_A_FAULT_MS;
    const isOfLink = this.current?.route.isEnabled && this.current.link.state().state !== 'up';
    if (error.message !== this.lastError && !isOfLink) this.onError(error);
    this.lastError = error.message;
  }
}

const awayOf = (names: PublishNames): Publication => ({ topic: statusTopic(names), payload: OFFLINE, retain: true });

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds).unref());
