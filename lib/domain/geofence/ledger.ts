import type { Geofence, GeofenceEvent, RetractReason, Witness } from '@/lib/domain/model';
import { standingOf, textOf } from './fold-device';
import { type DeviceOutput, type FoldEvent, keyOf } from './fold-output';
import type { EventKey, Snapshot } from './snapshot';

/** An event that is missing in the ledger; `replaces` is the one that it corrects. */
export interface AddedEvent {
  event: FoldEvent;
  geofence: Geofence;
  replaces: Pick<GeofenceEvent, 'id' | 'notification_status'> | null;
}

/** What must become of the ledger so that it tells what the fold tells. */
export interface LedgerChanges {
  added: AddedEvent[];
  /** To be marked so even if they are retracted already, for another reason. */
  retracted: { id: number; reason: RetractReason; decided_at: number }[];
  /** Retracted, and happened after all. */
  restored: { id: number; event: GeofenceEvent; geofence: Geofence }[];
  /** As before but for what it says: its length of stay, its witnesses. */
  amended: { id: number; event: FoldEvent }[];
}

/** The part of the ledger that is compared, by the time of decision. */
export interface LedgerWindow {
  /** The time of the late fix, exclusive: what was decided up to then stays, but may be retracted by what came later. */
  after: number;
  /** Inclusive. */
  until: number;
}

/** The retractions of a fold by key, but for those of events that it told anew later. */
function takenBack({ events, retractions }: DeviceOutput) {
  const gone = new Map(retractions.map((retraction) => [textOf(retraction.key), retraction]));
  events.forEach(({ event }, i) => {
    const text = textOf(keyOf(event));
    if (i >= (gone.get(text)?.told ?? i + 1)) gone.delete(text);
  });
  return gone;
}

/**
 * What the fold of fixes in their order adds to the ledger.
 * @param find an event that was told before this fold began
 */
export function appendLedger(output: DeviceOutput, find: (key: EventKey) => GeofenceEvent | null): LedgerChanges {
  const changes: LedgerChanges = { added: [], retracted: [], restored: [], amended: [] };
  if (output.events.length > 0) changes.added = standingOf(output).map((told) => ({ ...told, replaces: null }));
  if (output.retractions.length > 0) {
    for (const { key, reason, decided_at } of takenBack(output).values()) {
      const row = find(key);
      if (row !== null && row.retracted_at === null) changes.retracted.push({ id: row.id, reason, decided_at });
    }
  }
  for (const { key, witnesses } of output.amendments) {
    const row = find(key);
    if (row !== null) changes.amended.push({ id: row.id, event: { ...row, witnesses } });
  }
  return changes;
}

/** What the ledger of a device holds and what its fold tells now. */
export interface Comparison {
  /** Live events in the window, and those before it that the fold could take back or leave, retracted ones included. */
  stored: readonly GeofenceEvent[];
  told: DeviceOutput;
  /** The zones that are judged now; what others told is history. */
  zoneOf: (geofence_id: string) => Geofence | null;
  window: LedgerWindow;
  /** Events that what comes after the window may still take back. */
  undecided: readonly EventKey[];
}

/** Compares the ledger after a late fix with what the fold tells now. */
export function compareLedger({ stored, told, zoneOf, window, undecided: open }: Comparison): LedgerChanges {
  const undecided = new Set(open.map(textOf));
  const changes: LedgerChanges = { added: [], retracted: [], restored: [], amended: [] };
  const standing = new Map(standingOf(told).map((one) => [textOf(keyOf(one.event)), one]));
  const gone = takenBack(told);
  const taken: GeofenceEvent[] = [];
  const kept: GeofenceEvent[] = [];
  for (const row of stored) {
    const geofence = zoneOf(row.geofence_id);
    if (geofence === null || !isOfPresentForm(row, geofence)) continue;
    const text = textOf(row);
    const one = standing.get(text);
    standing.delete(text);
    const taking = gone.get(text);
    if (one === undefined && taking !== undefined) {
      const { reason, decided_at } = taking;
      if (row.retract_reason !== reason || row.retract_decided_at !== decided_at)
        changes.retracted.push({ id: row.id, reason, decided_at });
      if (row.retracted_at === null) taken.push(row);
    } else if (one !== undefined || row.decided_at <= window.after) {
      if (one !== undefined && differs(row, one.event)) changes.amended.push({ id: row.id, event: one.event });
      const isBack = happened(row, one !== undefined, undecided.has(text), window);
      if (isBack) changes.restored.push({ id: row.id, event: row, geofence });
      if (isBack || row.retracted_at === null) kept.push(row);
    } else {
      const decided_at = window.after;
      if (row.retract_reason !== 'late_fix') changes.retracted.push({ id: row.id, reason: 'late_fix', decided_at });
      if (row.retracted_at === null) taken.push(row);
    }
  }
  // What was told and taken back in one go has no row; it may stand now although it was decided before what came late.
  const missing = [...standing.values()].filter(
    ({ event, is_unsure }) => event.decided_at <= window.until && (event.decided_at > window.after || is_unsure),
  );
  changes.added = withReplaced(missing, taken, kept);
  return changes;
}

/**
 * Events that were told before the fold began and that another witness can still join: they have those that the fold knew
 * of at its beginning, and those that joined since, whatever had joined them in another course of things.
 * @param before what the fold began with
 * @param find an event that was told before this fold began
 */
export function amendBefore(
  before: Pick<Snapshot, 'zones' | 'doubt'>,
  output: DeviceOutput,
  find: (key: EventKey) => GeofenceEvent | null,
): LedgerChanges['amended'] {
  const joined = new Map(output.amendments.map(({ key, witnesses }) => [textOf(key), witnesses]));
  const told = new Set(output.events.map(({ event }) => textOf(keyOf(event))));
  const open = new Map<string, { key: EventKey; witnesses: Witness[] }>();
  for (const { geofence_id, state } of [...(before.doubt?.zones ?? []), ...before.zones]) {
    // Where the phone's word alone made the last event, that may be taken back, and the one before it is the last again.
    for (const last of [state.unsure?.state.last, state.last]) {
      if (!last) continue;
      const { type: event_type, at: occurred_at, location_id, witnesses } = last;
      const key = { geofence_id, event_type, occurred_at, location_id };
      if (!told.has(textOf(key))) open.set(textOf(key), { key, witnesses });
    }
  }
  return [...open].flatMap(([text, { key, witnesses }]) => {
    const row = find(key);
    const now = joined.get(text) ?? witnesses;
    return row === null || row.witnesses.join() === now.join() ? [] : [{ id: row.id, event: { ...row, witnesses: now } }];
  });
}

/** Whether an event that was retracted is not any more. */
function happened(row: GeofenceEvent, isTold: boolean, isUndecided: boolean, { after, until }: LedgerWindow): boolean {
  if (row.retracted_at === null) return false;
  const since = row.retract_decided_at ?? Number.NEGATIVE_INFINITY;
  if (isUndecided && since > until) return false;
  return isTold || since > after;
}

/** What the fold says of an event apart from its key. When it was received is a matter of its first telling. */
const SAID = ['decided_at', 'stay_seconds', 'confidence', 'latitude', 'longitude', 'accuracy', 'distance_from_center'] as const;

function differs(row: GeofenceEvent, event: FoldEvent): boolean {
  return SAID.some((field) => row[field] !== event[field]) || row.witnesses.join() !== event.witnesses.join();
}

/** Whether an event was told by the zone as it is drawn now. */
export function isOfPresentForm(
  { location_id, received_at }: Pick<GeofenceEvent, 'location_id' | 'received_at'>,
  { judged_after_location_id, judged_since }: Geofence,
): boolean {
  return location_id === null ? received_at > judged_since : location_id > judged_after_location_id;
}

/** Joins to each missing event the one that was taken back for it: the same arrival, with no other event of the zone in between. */
function withReplaced(missing: DeviceOutput['events'], taken: GeofenceEvent[], kept: readonly GeofenceEvent[]): AddedEvent[] {
  const free = new Set(taken);
  return missing.map(({ event, geofence }) => {
    const isBetween = (row: GeofenceEvent, other: GeofenceEvent) =>
      other.geofence_id === row.geofence_id &&
      other.event_type !== 'dwell' &&
      Math.min(row.occurred_at, event.occurred_at) < other.occurred_at &&
      other.occurred_at < Math.max(row.occurred_at, event.occurred_at);
    const [replaces] = [...free]
      .filter((row) => row.geofence_id === event.geofence_id && row.event_type === event.event_type)
      .filter((row) => !kept.some((other) => isBetween(row, other)))
      .sort((a, b) => Math.abs(a.occurred_at - event.occurred_at) - Math.abs(b.occurred_at - event.occurred_at));
    if (replaces) free.delete(replaces);
    return { event, geofence, replaces: replaces ?? null };
  });
}
