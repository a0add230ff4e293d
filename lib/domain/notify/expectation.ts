import type { EventType, Expectation, ExpectationAlert, ExpectationKind, Schedule } from '@/lib/domain/model';
import { momentsBetween, windowsBetween } from '@/lib/domain/schedule';

/** News of a deadline that is older than this is recorded and not told, in milliseconds. */
export const STALE_MS = 15 * 60_000;

const DAY_MS = 86_400_000;

/** As far as late fixes reach back: what is older is settled, in milliseconds. */
export const CORRECTABLE_MS = 7 * DAY_MS;

/** The kinds that are about a span of time; the others are about a moment, their `start`. */
export const KINDS_WITH_END: readonly ExpectationKind[] = ['no_show', 'left_early'];

/** A stretch of time (or a moment) that an expectation is about. */
export interface ExpectationWindow {
  start: number;
  end: number;
}

type Times = Pick<Expectation, 'kind' | 'time_zone' | 'days' | 'start' | 'end'>;

/** The windows that end with `after < end ≤ until`, by time. */
export function windowsEnding(times: Times, after: number, until: number): ExpectationWindow[] {
  const { time_zone, days, start, end } = times;
  if (end === null) return momentsBetween(time_zone, days, start, after, until).map((at) => ({ start: at, end: at }));
  const schedule: Schedule = { time_zone, windows: [{ days, start, end }] };
  return windowsBetween(schedule, after, until + 1)
    .filter((window) => window.end > after && window.end <= until)
    .sort((a, b) => a.end - b.end);
}

/** When the next window ends; null: not within the two weeks after. */
export function nextEnd(times: Times, after: number): number | null {
  for (let day = 0; day < 14; day += 2) {
    const [next] = windowsEnding(times, after + day * DAY_MS, after + (day + 2) * DAY_MS);
    if (next) return next.end;
  }
  return null;
}

/** What the ledger says of a device and a zone around a window. */
export interface ExpectationFacts {
  /** The last arrival or departure before the window began. */
  before: EventType | null;
  /** Arrivals and departures from the beginning of the window until now, by time. */
  events: readonly { id: number; event_type: EventType; occurred_at: number; decided_at: number }[];
  /** Where the device stands now; null: it was never near. */
  status: { is_inside: boolean; since: number | null; pending: { at: number; fire_at: number } | null } | null;
}

/** Why an expectation was not met. */
export interface Unmet {
  due_at: number;
  event_id: number | null;
  /** From when on it could be told. */
  known_from: number;
}

/** @returns null where the expectation was met */
export function judgeExpectation(kind: ExpectationKind, window: ExpectationWindow, facts: ExpectationFacts): Unmet | null {
  if (kind === 'left_early') return departure(window, facts);
  const isUnmet =
    kind === 'overstay'
      ? isInsideAt(window.start, facts)
      : kind === 'not_inside'
        ? !isInsideAt(window.start, facts)
        : !wasInside(window, facts);
  return isUnmet ? { due_at: window.end, event_id: null, known_from: window.end } : null;
}

/**
 * Whether a change that is waiting for its confirmation or grace could still show that it was met: it is told when that
 * has ended. One that should have ended a minute ago is waited for no longer.
 */
export function isUndecided(window: ExpectationWindow, { status }: ExpectationFacts, now: number): boolean {
  const pending = status?.pending ?? null;
  return pending !== null && pending.at <= window.end && pending.fire_at + 60_000 > now;
}

function departure({ start, end }: ExpectationWindow, { events }: ExpectationFacts): Unmet | null {
  const exit = events.find((event) => event.event_type === 'exit' && event.occurred_at >= start && event.occurred_at < end);
  return exit ? { due_at: exit.occurred_at, event_id: exit.id, known_from: exit.decided_at } : null;
}

function wasInside({ start, end }: ExpectationWindow, facts: ExpectationFacts): boolean {
  if (isInsideAt(start, facts)) return true;
  return facts.events.some((event) => event.event_type === 'enter' && event.occurred_at >= start && event.occurred_at <= end);
}

/** What happened next tells most; where nothing did, it is as it is now, unless the zone was drawn since. */
function isInsideAt(at: number, { before, events, status }: ExpectationFacts): boolean {
  const next = events.find(({ occurred_at }) => occurred_at > at);
  if (next) return next.event_type === 'exit';
  const last = events.at(-1)?.event_type ?? before;
  if (status === null) return last === 'enter';
  return status.is_inside && (status.since === null || status.since <= at || last === 'enter');
}

/** What is to be done so that the alert fits what is known now. */
export type AlertAction =
  | { do: 'raise' | 'reopen' | 'move'; unmet: Unmet; tell: boolean }
  | { do: 'resolve'; reason: ResolveReason };

export type ResolveReason = 'arrived_in_time' | 'left_in_time' | 'did_not_leave';

const RESOLVED: Record<ExpectationKind, ResolveReason> = {
  no_show: 'arrived_in_time',
  not_inside: 'arrived_in_time',
  overstay: 'left_in_time',
  left_early: 'did_not_leave',
};

/**
 * @param alert the alert of the device and window, if there is one
 * @param patience how long the zone waits before it believes a change, in milliseconds
 * @param now epoch ms
 */
export function reconcileAlert(
  kind: ExpectationKind,
  unmet: Unmet | null,
  alert: Pick<ExpectationAlert, 'resolved_at' | 'event_id' | 'due_at'> | null,
  patience: number,
  now: number,
): AlertAction | null {
  const isOpen = alert !== null && alert.resolved_at === null;
  if (unmet === null) return isOpen ? { do: 'resolve', reason: RESOLVED[kind] } : null;
  const tell = now - unmet.known_from <= STALE_MS + patience;
  if (alert === null) return { do: 'raise', unmet, tell };
  if (!isOpen) return { do: 'reopen', unmet, tell };
  return alert.event_id !== unmet.event_id || alert.due_at !== unmet.due_at ? { do: 'move', unmet, tell } : null;
}
