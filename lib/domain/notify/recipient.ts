import type { Channel, Delivery, NotificationPause, Way } from '../model';
import { isPaused } from './pause';
import { ESCALATION, type SuppressReason, WAITING, type WaitReason } from './reasons';

/** A way that a person chose, each browser by itself. */
export interface RecipientWay extends Way {
  /** Why nothing goes on it now, whatever it is; null: it can be used. */
  held: SuppressReason | null;
}

/** What is important goes to the first way of the order; if the person does not look, to the next, and so on. */
export interface Escalation {
  /** How long each further way waits for the one before it, in milliseconds. */
  after_ms: number;
  /** As the person put it; push without a target stands for all browsers. */
  order: readonly Way[];
}

/** Somebody who is told, and how; as of one kind of matter. */
export interface Recipient {
  user_id: number;
  /** Each at most once. */
  ways: readonly RecipientWay[];
  pauses: readonly NotificationPause[];
  /** Null: the person wants all ways at once. */
  escalation: Escalation | null;
}

/** How a matter was told that the one at hand corrects. */
export type ToldBefore = Pick<Delivery, 'user_id' | 'channel' | 'target_id' | 'state' | 'reason' | 'opened_at'>;

/** What is to be told. */
export interface Telling {
  /** Null: it is not about a zone. */
  geofence_id: string | null;
  is_important: boolean;
  /** Why nobody is told; null: nothing speaks against it. */
  held: SuppressReason | null;
  /** The zone and device told the same a moment ago. */
  is_cooling_down: boolean;
  /** The deliveries of what it corrects, of all people; empty where it is news. */
  before: readonly ToldBefore[];
  /** When it may go at the earliest, later than now where it waits for something (epoch ms). */
  not_before: number;
  now: number;
}

/** A delivery to record with its matter. */
export interface PlannedDelivery {
  user_id: number;
  channel: Channel;
  target_id: string | null;
  state: 'pending' | 'sent' | 'suppressed';
  reason: SuppressReason | WaitReason | null;
  /** The first attempt (epoch ms). */
  not_before: number;
  /** Set where the person looked at what it corrects already (epoch ms). */
  opened_at: number | null;
}

/** Whether a way of a choice or an order means a certain way: push without a target means each browser. */
export const covers = (chosen: Way, way: Way): boolean =>
  chosen.channel === way.channel && (chosen.target_id === way.target_id || (way.channel === 'push' && chosen.target_id === null));

/** The deliveries of a matter to one person: one for each way. The notification centre is told by being recorded. */
export function waysToRows(recipient: Recipient, telling: Telling): PlannedDelivery[] {
  const { user_id, ways } = recipient;
  const mine = telling.before.filter((row) => row.user_id === user_id);
  const told = ways.map((way) => {
    const before = mine.find(({ channel, target_id }) => channel === way.channel && target_id === way.target_id) ?? null;
    return { way, before, reason: whyNot(recipient, way, before, telling) };
  });
  const order = telling.is_important ? stepsOf(recipient, told) : [];
  return told.map(({ way, before, reason }) => {
    const place = reason === null ? placeOf(order, way) : 0;
    const not_before = telling.not_before + place * (recipient.escalation?.after_ms ?? 0);
    const { channel, target_id } = way;
    const opened_at = channel === 'inbox' ? (before?.opened_at ?? null) : null;
    return { user_id, channel, target_id, ...stateOf(channel, reason, place, telling), not_before, opened_at };
  });
}

function stateOf(
  channel: Channel,
  reason: SuppressReason | null,
  place: number,
  { not_before, now }: Telling,
): Pick<PlannedDelivery, 'state' | 'reason'> {
  if (reason !== null) return { state: 'suppressed', reason };
  if (place > 0) return { state: 'pending', reason: ESCALATION };
  if (not_before > now) return { state: 'pending', reason: WAITING };
  return { state: channel === 'inbox' ? 'sent' : 'pending', reason: null };
}

/** The first thing that speaks against telling on a way, in the order of what it says about the matter. */
function whyNot(
  { pauses }: Recipient,
  { channel, held }: RecipientWay,
  before: ToldBefore | null,
  telling: Telling,
): SuppressReason | null {
  const isCorrection = before !== null && (before.state === 'sent' || before.reason === 'already_told');
  if (isCorrection && channel !== 'inbox') return 'already_told';
  if (isPaused(pauses, { geofence_id: telling.geofence_id, channel }, telling.not_before)) return 'paused';
  if (held !== null) return held;
  // What the notification centre shows, it corrects.
  if (isCorrection) return null;
  if (telling.held !== null) return telling.held;
  // The cooldown that what it corrects began is no reason where that did not go.
  const isStillToTell = before !== null && (before.state !== 'suppressed' || before.reason === 'retracted');
  return telling.is_cooling_down && !isStillToTell ? 'cooldown' : null;
}

/** The ways of the person's order on which this goes or went; the centre waits for nobody, so it counts as the first only. */
function stepsOf({ escalation }: Recipient, told: readonly { way: Way; reason: SuppressReason | null }[]): Way[] {
  const open = told.filter(({ reason }) => reason === null || reason === 'already_told');
  const steps = (escalation?.order ?? []).filter((step) => open.some(({ way }) => covers(step, way)));
  return steps.filter(({ channel }, i) => channel !== 'inbox' || i === 0);
}

/** How many ways are tried before this one. */
function placeOf(order: readonly Way[], way: Way): number {
  return way.channel === 'inbox'
    ? 0
    : Math.max(
        0,
        order.findIndex((step) => covers(step, way)),
      );
}
