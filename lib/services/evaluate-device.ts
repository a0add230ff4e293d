import {
  DeviceFold,
  type EventKey,
  GENESIS,
  type Snapshot,
  type Zone,
  type ZoneSet,
  type ZoneStateOf,
} from '@/lib/domain/geofence';
import { inOrder } from '@/lib/domain/geofence/fold-device';
import { amendBefore, appendLedger, compareLedger, type LedgerChanges } from '@/lib/domain/geofence/ledger';
import { CHECKPOINT_EVERY, type Checkpoint, type Replay } from '@/lib/domain/geofence/ledger-replay';
import type { Fix, GeofenceEvent, PhoneTransition } from '@/lib/domain/model';
import type { DeviceChange, EngineDevice, EngineInput, StatusChange } from '@/lib/storage/ports';

/** What all devices of one step have in common. */
export interface StepContext {
  zones: ZoneSet;
  input: EngineInput;
  now: number;
  /** Late fixes are folded in if they are at most so much older than the newest one, in milliseconds. */
  rewindMs: number;
  /** Stored fixes that this step may still read for rewinds; goes down. */
  budget: number;
  /** A rewind folds at least so many of them in one go, however little the step may still read. */
  leastSlice: number;
}

export interface DeviceResult {
  change: DeviceChange;
  ledger: LedgerChanges;
  /** Fixes that were folded. */
  folded: number;
}

type News = Fix | PhoneTransition;

/**
 * One step of one device. What is not older than the newest that was seen is folded on; else the fold begins again from a
 * checkpoint before it, over what is stored, and the ledger is compared with what the fold tells now.
 * @param news what was received since the last step; empty to let timers fire or a long rewind go on
 * @returns null: nothing changes
 */
export function evaluateDevice(context: StepContext, device: EngineDevice, news: readonly News[]): DeviceResult | null {
  const inTime = news.length < 2 ? news : [...news].sort(byTime);
  const step = new DeviceStep(context, device);
  const { known, late } = step.sift(inTime);
  if (late !== null) return step.rewind(late.from, late.checkpoint);
  const stale = device.snapshot.doubt !== null && device.revision !== context.input.revision;
  // Zones that were drawn while it was in doubt where the device is know nothing of the doubt.
  const sure = stale ? context.input.checkpointBefore(device.id, Number.MAX_SAFE_INTEGER) : null;
  if (sure !== null) return step.rewind(sure.at + 1, sure);
  return device.replay === null ? step.forward(known) : step.goOn(device.replay, known);
}

/** Fixes before transitions of the same time. */
function byTime(a: News, b: News): number {
  return a.occurred_at - b.occurred_at || Number('region' in a) - Number('region' in b) || a.id - b.id;
}

class DeviceStep {
  private readonly checkpoints: Checkpoint[] = [];
  private fold: DeviceFold;
  /** Fixes in the fold, and those of them that this step folded. */
  private folded: number;
  private work = 0;
  /** Retention took all that a late fix could begin from; the next one shall have one. */
  private lacksCheckpoint = false;

  constructor(
    private readonly context: StepContext,
    private readonly device: EngineDevice,
  ) {
    const { replay, snapshot } = device;
    this.fold = new DeviceFold(context.zones, this.ownDevice(), snapshot, replay?.cursor ?? null);
    this.folded = device.folded;
  }

  /** Parts what can be folded from what comes too late for any checkpoint; `late` where that needs a rewind. */
  sift(inTime: readonly News[]): { known: readonly News[]; late: { from: number; checkpoint: Checkpoint } | null } {
    for (let i = 0; i < inTime.length; i++) {
      const { occurred_at } = inTime[i] as News;
      if (!this.isLate(occurred_at)) return { known: i === 0 ? inTime : inTime.slice(i), late: null };
      if (this.isTooLate(occurred_at)) continue;
      const checkpoint = this.context.input.checkpointBefore(this.device.id, occurred_at);
      if (checkpoint) return { known: [], late: { from: occurred_at, checkpoint } };
      this.lacksCheckpoint = true;
    }
    return { known: [], late: null };
  }

  forward(news: readonly News[]): DeviceResult | null {
    const { device, fold } = this;
    if (!device.has_checkpoint || this.lacksCheckpoint) this.checkpoint(device.snapshot.head === null);
    for (const item of news) this.take(item);
    this.fireDue();
    const isIdle = news.length === 0 && fold.touched.size === 0 && fold.track === device.snapshot.track;
    if (isIdle && this.checkpoints.length === 0) return null;
    const ledger = appendLedger(fold.output, (key) => this.context.input.find(device.id, key));
    // A zone that was only passed through has no state that changed, and yet last times.
    const passed = ledger.added.flatMap(({ event }) => this.context.zones.find(event.geofence_id) ?? []);
    const zones = new Set([...fold.touched.keys(), ...passed]);
    const fromLedger = ledger.retracted.length > 0;
    return this.result(ledger, this.statusesOf(zones, ledger, fromLedger), null, null);
  }

  /** @param from the time of what came late */
  rewind(from: number, checkpoint: Checkpoint): DeviceResult {
    const { device } = this;
    this.fold = new DeviceFold(this.context.zones, this.ownDevice(), checkpoint.state, checkpoint.cursor);
    this.folded = checkpoint.folded;
    const { settled_until: settled } = device.snapshot;
    const after = Math.max(from - 1, checkpoint.at);
    const settled_until = Math.max(device.replay?.settled_until ?? settled, settled);
    const since = Math.min(device.replay?.since ?? after, after);
    const replay = { since, done: after, settled_until, cursor: this.context.input.cursor };
    return this.slice(replay, checkpoint.at, from);
  }

  /** @param news which may be older than what came late, as long as the rewind has not got there */
  goOn(replay: Replay, [first]: readonly News[]): DeviceResult {
    const bound = first === undefined ? Number.POSITIVE_INFINITY : first.occurred_at - 1;
    const { since, done } = replay;
    return this.slice({ ...replay, since: Math.min(since, bound), done: Math.min(done, bound) }, this.reached(), null);
  }

  /** @param start what is stored after this (exclusive) is folded. @param from checkpoints from there on are dropped */
  private slice(replay: Replay, start: number, from: number | null): DeviceResult {
    const { context, device, fold } = this;
    const { input, zones } = context;
    const before = fold.snapshot();
    const history = input.history(device.id, start, Math.max(context.leastSlice, context.budget));
    context.budget -= history.fixes.length;
    for (const item of inOrder(history)) this.take(item, item.occurred_at === from);
    if (history.is_complete) {
      fold.ripenUntil(replay.settled_until);
      this.fireDue();
    } else {
      fold.ripenUntil(this.reached());
    }
    const until = history.is_complete ? Number.MAX_SAFE_INTEGER : this.reached();
    const window = { after: replay.done, until: Math.max(until, replay.done) };
    const ledger = compareLedger({
      stored: this.storedEvents(before, Math.min(start, replay.done), window.until),
      told: fold.output,
      zoneOf: (id) => zones.find(id)?.geofence ?? null,
      window,
      undecided: fold.snapshot().doubt?.events ?? [],
    });
    const doubt = before.doubt && { ...before.doubt, zones: before.doubt.zones.filter(this.isJudged) };
    const judged = { zones: before.zones.filter(this.isJudged), doubt };
    ledger.amended.push(...amendBefore(judged, fold.output, (key) => input.find(device.id, key)));
    for (const { event } of ledger.added) event.received_at = context.now;
    if (!history.is_complete) {
      return this.result(ledger, [], { ...replay, done: window.until, cursor: input.cursor }, from);
    }
    return this.result(ledger, this.statusesOf(this.zonesSince(replay.since, ledger), ledger, true), null, from);
  }

  private readonly isJudged = ({ geofence_id, judged_after }: ZoneStateOf): boolean =>
    this.context.zones.find(geofence_id)?.geofence.judged_after_location_id === judged_after;

  /** Events that were decided in a span of time, and earlier ones of which the fold can or does say something new. */
  private storedEvents(before: Snapshot, after: number, until: number): GeofenceEvent[] {
    const { input } = this.context;
    const { id } = this.device;
    const { retractions } = this.fold.output;
    const rows = new Map(input.events(id, after, until).map((row) => [row.id, row]));
    const earlier = [...(before.doubt?.events ?? []), ...retractions.map(({ key }) => key), ...lastEventsOf(before)];
    for (const key of earlier) {
      const row = input.find(id, key);
      if (row) rows.set(row.id, row);
    }
    return [...rows.values()];
  }

  private ownDevice() {
    return { id: this.device.id, owner_id: this.device.owner_id };
  }

  /** Up to where the fold knows all, by the phone's time. */
  private reached(): number {
    return Math.max(this.fold.head?.occurred_at ?? Number.MIN_SAFE_INTEGER, this.fold.settledUntil);
  }

  private isLate(at: number): boolean {
    const reached = this.reached();
    // While a rewind is under way the ledger was compared up to there.
    return this.device.replay === null ? at < reached : at <= reached;
  }

  private isTooLate(at: number): boolean {
    return at < (this.fold.head?.occurred_at ?? Number.NEGATIVE_INFINITY) - this.context.rewindMs;
  }

  private take(item: News, isLate = false): void {
    const isDue = this.folded > 0 && this.folded % CHECKPOINT_EVERY === 0;
    if ((isDue || isLate) && item.occurred_at > this.reached()) this.checkpoint(false);
    if ('region' in item) {
      this.fold.hear(item);
      return;
    }
    this.folded++;
    this.work++;
    this.fold.take(item);
  }

  private checkpoint(isGenesis: boolean): void {
    const { fold, folded } = this;
    const { cursor, revision } = this.context.input;
    if (isGenesis) {
      this.checkpoints.push({ at: Number.MIN_SAFE_INTEGER, folded, cursor, revision, state: GENESIS });
      return;
    }
    // What is due at the very time of the last fix would fire before anything that follows.
    fold.ripenUntil(this.reached());
    const at = this.reached();
    if (this.checkpoints.at(-1)?.at !== at) this.checkpoints.push({ at, folded, cursor, revision, state: fold.snapshot() });
  }

  /** Timers by the server's clock. What is stored but not evaluated yet may still contradict them. */
  private fireDue(): void {
    const { context, fold } = this;
    if (!context.input.is_caught_up) return;
    for (let due = fold.dueBy(context.now); due !== null; due = fold.dueBy(context.now)) fold.ripenUntil(due);
  }

  private zonesSince(since: number, { added }: LedgerChanges) {
    const { context, device, fold } = this;
    const ids = new Set(context.input.zonesSince(device.id, since));
    for (const { geofence_id } of fold.snapshot().zones) ids.add(geofence_id);
    for (const { event } of added) ids.add(event.geofence_id);
    return [...ids].flatMap((id) => context.zones.find(id) ?? []);
  }

  private statusesOf(zones: Iterable<Zone>, { added }: LedgerChanges, from_ledger: boolean): StatusChange[] {
    return [...zones].map((zone) => {
      // Not the last that was told: passing through is told after what the same fix ended.
      const last = (type: string) =>
        added.reduce<number | null>((newest, { event }) => {
          const isOne = event.geofence_id === zone.geofence.id && event.event_type === type;
          return isOne ? Math.max(newest ?? event.occurred_at, event.occurred_at) : newest;
        }, null);
      const state = this.fold.stateOf(zone);
      return { geofence: zone.geofence, state, last_enter_time: last('enter'), last_exit_time: last('exit'), from_ledger };
    });
  }

  private result(ledger: LedgerChanges, statuses: StatusChange[], replay: Replay | null, drop: number | null): DeviceResult {
    const { device, folded, checkpoints } = this;
    const snapshot = this.fold.snapshot();
    const change = { device_id: device.id, snapshot, folded, replay, statuses, drop_checkpoints_from: drop, checkpoints };
    return { change, ledger, folded: this.work };
  }
}

/** Of each zone the event that a later fix or word could still say something of. */
function lastEventsOf({ zones }: Snapshot): EventKey[] {
  return zones.flatMap(({ geofence_id, state: { last } }) => {
    if (last === null) return [];
    const { type: event_type, at: occurred_at, location_id } = last;
    return [{ geofence_id, event_type, occurred_at, location_id }];
  });
}
