import type { DeliveryState, User } from '@/lib/domain/model';
import { seenWay } from '@/lib/domain/notify/private-way';
import { CHANNELS, type Channel } from '@/lib/domain/notify/records';
import { addDays, dayAt, startOfDay } from '@/lib/domain/time/zoned-day';
import type { DeliveryFilter, DeliveryLogStore, DeliveryRow } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import type { DeviceAccess } from './device-access';
import { accessDenied, notFound, ServiceError } from './errors';

export const MAX_DELIVERIES = 500;
/** What statistics cover unless a time is named. */
export const STATS_DAYS = 30;
/** What failed before is no news. */
const NEWS_MS = 86_400_000;

/** What narrows a list of deliveries; which of them may be seen is decided by the actor. */
export type DeliveryQuery = Omit<DeliveryFilter, 'viewer_id'>;

export type SeenDelivery = DeliveryRow & {
  /** The actor may read how the event came about; an alert has no such page. */
  can_explain: boolean;
  can_resend: boolean;
};

export type DeliveryTally = Record<'sent' | 'waiting' | 'failed' | 'suppressed', number>;

export interface DeliveryStats extends DeliveryTally {
  /** In the order of `CHANNELS`; those without a delivery are left out. */
  by_channel: ({ channel: Channel } & DeliveryTally)[];
  /** The most frequent first. */
  suppressed_by_reason: { reason: string; deliveries: number }[];
  /** Each day of the actor's time zone from the first with a delivery to the last, oldest first. */
  days: ({ day: string } & DeliveryTally)[];
  /** The middle one of the times from what happened to the message that went; null: none went. */
  median_seconds_to_sent: number | null;
}

export interface DeliveryLogDependencies {
  store: DeliveryLogStore;
  access: Pick<DeviceAccess, 'canSee'>;
  audit: Pick<AuditService, 'noteRead' | 'record'>;
  clock: Clock;
}

type Actor = Pick<User, 'id' | 'role' | 'time_zone'>;

const scopeOf = ({ role, id }: Actor) => (role === 'admin' ? {} : { viewer_id: id });

const TALLY: Record<DeliveryState, keyof DeliveryTally> = {
  pending: 'waiting',
  sending: 'waiting',
  sent: 'sent',
  failed: 'failed',
  suppressed: 'suppressed',
};

const nothing = (): DeliveryTally => ({ sent: 0, waiting: 0, failed: 0, suppressed: 0 });

function tallyOf<K>(tallies: Map<K, DeliveryTally>, key: K): DeliveryTally {
  const tally = tallies.get(key) ?? nothing();
  tallies.set(key, tally);
  return tally;
}

/** What went out or did not: people see what goes to them and what is told of their own devices at own zones, admins all. */
export class DeliveryLog {
  constructor(private readonly the: DeliveryLogDependencies) {}

  /** Newest first. `total` counts all that match. @param limit 1–500 */
  async list(
    actor: Actor,
    filter: DeliveryQuery,
    limit: number,
    offset = 0,
  ): Promise<{ deliveries: SeenDelivery[]; total: number }> {
    const page = await this.the.store.list({ ...filter, ...scopeOf(actor) }, Math.min(limit, MAX_DELIVERIES), offset);
    return { deliveries: await this.seen(actor, page.deliveries), total: page.total };
  }

  /** All that match, newest first, page by page. */
  async *stream(actor: Actor, filter: DeliveryQuery): AsyncIterable<SeenDelivery[]> {
    for await (const page of this.the.store.stream({ ...filter, ...scopeOf(actor) })) yield await this.seen(actor, page);
  }

  /** To whom the deliveries go that the actor sees, by name. */
  async recipients(actor: Actor): Promise<{ id: number; name: string }[]> {
    return this.the.store.recipients(scopeOf(actor));
  }

  /** Of the last 30 days, unless `filter` names a time. */
  async stats(actor: Actor, filter: DeliveryQuery): Promise<DeliveryStats> {
    const now = this.the.clock();
    const since = startOfDay(addDays(dayAt(now, actor.time_zone), 1 - STATS_DAYS), actor.time_zone);
    const scoped = { from: filter.to === undefined ? since : undefined, ...defined(filter), ...scopeOf(actor) };
    const counts = await this.the.store.counts(scoped);
    const median = await this.the.store.medianToSent(scoped);
    const total = nothing();
    const days = new Map<string, DeliveryTally>();
    const channels = new Map<Channel, DeliveryTally>();
    const reasons = new Map<string, number>();
    for (const { at, channel, state, reason, deliveries } of counts) {
      const day = dayAt(at, actor.time_zone);
      for (const tally of [tallyOf(days, day), tallyOf(channels, channel), total]) tally[TALLY[state]] += deliveries;
      if (reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + deliveries);
    }
    return {
      ...total,
      by_channel: CHANNELS.flatMap((channel) => {
        const tally = channels.get(channel);
        return tally ? [{ channel, ...tally }] : [];
      }),
      suppressed_by_reason: [...reasons]
        .map(([reason, deliveries]) => ({ reason, deliveries }))
        .sort((a, b) => b.deliveries - a.deliveries || a.reason.localeCompare(b.reason)),
      days: withoutGaps(days),
      median_seconds_to_sent: median === null ? null : Math.round(median / 1000),
    };
  }

  /** What failed for good in the last 24 hours, and what waits after an attempt that did not work. */
  async failing(actor: Actor, channel?: Channel): Promise<{ failed: number; retrying: number }> {
    return this.the.store.failing({ ...scopeOf(actor), channel }, this.the.clock() - NEWS_MS);
  }

  /**
   * Lets go out again what failed for good on a channel in the last 24 hours: what was wrong with it, such as a mail server's
   * password, was mended. For admins. @returns how many
   */
  async resendFailed(actor: Actor, channel: Channel): Promise<number> {
    const now = this.the.clock();
    const resent = await this.the.store.resendFailed(channel, now - NEWS_MS, now);
    if (resent > 0) await this.the.audit.record(actor, 'resend', 'delivery', '*', { channel, resent });
    return resent;
  }

  /**
   * Lets a delivery that ended go out once more, whatever held it back.
   * @throws ServiceError NOT_FOUND; ACCESS_DENIED for what the actor does not see; VALIDATION_ERROR for a test, and for what
   *   is under way, is not true any more, goes to a target that was removed, or to somebody who may not see the device any more
   */
  async resend(actor: Actor, id: number): Promise<SeenDelivery> {
    const row = await this.visible(actor, id);
    if (row.is_test) throw notAgain(id, 'is a test');
    await this.mustBeAllowed(row);
    const outcome = await this.the.store.resend(id, this.the.clock());
    if (outcome === 'gone') throw notFound(`delivery ${id}`);
    if (outcome === 'waits') throw notAgain(id, 'is under way already');
    if (outcome === 'target_gone') throw notAgain(id, 'went over a way that was removed');
    if (outcome === 'untrue') {
      throw notAgain(
        id,
        row.event_id === null ? 'tells of an alert that was explained' : 'tells of an event that was taken back',
      );
    }
    await this.the.audit.record(actor, 'resend', 'delivery', id, { recipient_id: row.user_id, was: row.state });
    return this.marked(actor, await this.visible(actor, id));
  }

  private async visible(actor: Actor, id: number): Promise<DeliveryRow> {
    const row = await this.the.store.find(id);
    if (!row) throw notFound(`delivery ${id}`);
    if (actor.role !== 'admin' && row.user_id !== actor.id && !isOwn(actor, row)) throw accessDenied();
    return row;
  }

  /** A share that ended ends what is told of it, too; who was added to the zone is told without one. */
  private async mustBeAllowed(row: DeliveryRow): Promise<void> {
    if (row.device_id === null || row.is_zone_recipient) return;
    const access = await this.the.access.canSee({ id: row.user_id, role: row.recipient_role }, row.device_id);
    if (access === null) throw notAgain(row.id, `goes to ${row.recipient_name}, who may not see ${row.device_name} any more`);
  }

  private async seen(actor: Actor, rows: readonly DeliveryRow[]): Promise<SeenDelivery[]> {
    const owners = rows.flatMap((row) => [row.user_id, row.device_owner_id ?? row.user_id]);
    await this.the.audit.noteRead(actor, 'delivery', '*', owners);
    return rows.map((row) => this.marked(actor, row));
  }

  private marked(actor: Actor, row: DeliveryRow): SeenDelivery {
    const hasEnded = TALLY[row.state] !== 'waiting';
    const shown = seenWay(row, actor);
    return {
      ...shown,
      target_preset: shown.target_id === null ? null : row.target_preset,
      can_explain: row.event_id !== null && (actor.role === 'admin' || isOwn(actor, row)),
      can_resend: hasEnded && !row.is_untrue && !row.is_test && !isTargetGone(row),
    };
  }
}

/** What is wrong with a phone has no zone. */
const isOwn = (actor: Actor, { device_owner_id, geofence_owner_id, device_alert_id }: DeliveryRow) =>
  device_owner_id === actor.id && (device_alert_id !== null || geofence_owner_id === actor.id);

const isTargetGone = ({ target_id, target_name }: DeliveryRow) => target_id !== null && target_name === null;

const notAgain = (id: number, why: string) =>
  new ServiceError('VALIDATION_ERROR', `delivery ${id} ${why}; it can't be sent again`, { id: `delivery ${id} ${why}` });

/** Without members that are undefined, which would cover defaults. */
const defined = (filter: DeliveryQuery): DeliveryQuery =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

function withoutGaps(tallies: ReadonlyMap<string, DeliveryTally>): DeliveryStats['days'] {
  const known = [...tallies.keys()].sort();
  const [first, last] = [known[0], known.at(-1)];
  const days: DeliveryStats['days'] = [];
  if (first === undefined || last === undefined) return days;
  for (let day = first; day <= last; day = addDays(day, 1)) days.push({ day, ...(tallies.get(day) ?? nothing()) });
  return days;
}
