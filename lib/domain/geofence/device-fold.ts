import { distance, type SpherePoint, spherePoint } from '@/lib/domain/geo';
import { wrapLongitude } from '@/lib/domain/geo/sphere';
import type { Fix, PhoneTransition } from '@/lib/domain/model';
import { effectiveAccuracy } from './confidence';
import { evaluate, provesOutside, type Sight } from './evaluate';
import { compareEvents, type DeviceOutput, eventOf, keyOf, keyOfTold } from './fold-output';
import { isOneWay, passThrough, type Waypoint, wayBounds } from './pass-through';
import { ruleFor } from './rule';
import { type Evaluation, ripen } from './side';
import { silentState } from './silent';
import type { DoubtRecord, EventKey, Snapshot, ZoneStateOf } from './snapshot';
import { awaitsGeometry, closed, dueAt, fireAt, isOpen, OUTSIDE, type ToldEvent, type ZoneState } from './state';
import { believe, follow, heldDue, heldFireAt, type Sighting, type TrackState, type TrackStep } from './track';
import { heed, heedAbsence, isNewsOf, isRefuted, type PhoneWord, type Seen } from './witness';
import { concerns, type Zone } from './zone';
import type { ZoneSet } from './zone-set';

type Place = PhoneWord['place'];

/** A zone that the device is dealing with. */
interface Entry {
  zone: Zone;
  state: ZoneState;
  /** The side on which a centre changes nothing; null where every fix must be looked at. Kept here, since nearly all fixes change nothing. */
  settled: boolean | null;
  /** By the phone's time. */
  due: number;
  /** The last fix whose centre lay in it. */
  centre_in: number;
}

/** A move, with the zones that the device was dealing with before. */
interface Way {
  before: TrackState;
  track: TrackState;
  fix: Fix;
  sighting: Sighting;
  known: Set<Zone>;
}

/**
 * The fold over one device's fixes and transitions, in the order of their time (ties: fixes first, then by id), from
 * any snapshot. Everything it knows is in the snapshot that it began with and in what it was given since.
 */
export class DeviceFold {
  readonly output: DeviceOutput = { events: [], retractions: [], amendments: [] };
  /** The zones whose state changed since the fold began. */
  readonly touched = new Map<Zone, ZoneState>();
  head: Snapshot['head'];
  /** Timers have fired up to here, by the phone's time; what is older comes too late for this fold. */
  settledUntil: number;
  track: TrackState | null;
  /** What the last fix said. */
  sighting: Sighting | null = null;
  private entries: Entry[] = [];
  private doubt: DoubtRecord | null;
  private nextDue = Number.POSITIVE_INFINITY;
  /** Of the held fix, by the phone's time. */
  private heldDue: number;
  private readonly found: Zone[] = [];
  private readonly point: SpherePoint = { latitude: 0, longitude: 0, x: 0, y: 0, z: 0 };

  /**
   * @param cursor for a snapshot of the past: the newest fix that was known when it was taken. Zones that were drawn since
   *   are judged silently from where the device was then. Null: the snapshot is of now, with every zone's status.
   */
  constructor(
    private readonly zones: ZoneSet,
    private readonly device: { id: number; owner_id: number },
    start: Snapshot,
    cursor: number | null = null,
  ) {
    this.head = start.head;
    this.settledUntil = start.settled_until;
    this.track = start.track;
    this.heldDue = start.track === null ? Number.POSITIVE_INFINITY : heldDue(start.track);
    this.doubt = start.doubt && copyOf(start.doubt);
    for (const known of start.zones) this.restore(known, cursor !== null);
    if (cursor !== null) this.judgeNewZones(cursor);
  }

  /** One fix, not older than the head nor than `settledUntil`. */
  take(fix: Fix): void {
    if (fix.occurred_at >= this.nextDue || fix.occurred_at >= this.heldDue) this.ripenUntil(fix.occurred_at);
    this.head = { location_id: fix.id, occurred_at: fix.occurred_at };
    const before = this.track;
    const step = follow(before, fix);
    const { track, sighting } = step;
    this.follow(step, fix);
    const { verdict, doubt } = sighting;
    // From where it never was there is no way to here.
    const known = verdict === 'move' && before !== null && doubt !== 'refuted' ? this.dealtWith() : null;
    const told = this.output.events.length;
    const named = fix.in_regions === null || verdict === 'held' ? null : this.listen(fix, fix.in_regions);
    if (verdict === 'move' || verdict === 'rest') this.judgeAll(fix, track, sighting);
    // A first fix says too little to alarm anybody, yet there is nothing better to set a silent status by.
    else if (before === null) this.judgeNewZones(fix.id);
    if (named !== null) this.believeList(named, fix, verdict === 'ignored' ? fix : track);
    if (before !== null && known !== null) {
      this.lookBetween({ before, track, fix, sighting, known });
      this.sortFrom(told);
    }
  }

  /** What the phone says of a region of its own, not older than `settledUntil`. */
  hear(transition: PhoneTransition): void {
    const { occurred_at, received_at, event, region } = transition;
    if (occurred_at >= this.nextDue || occurred_at >= this.heldDue) this.ripenUntil(occurred_at);
    const zones = this.zones.names.named(this.device, region).filter(({ geofence }) => received_at > geofence.judged_since);
    if (zones.length === 0) return;
    const { latitude, longitude, accuracy } = transition;
    const place = latitude === null || longitude === null ? this.track : { latitude, longitude, accuracy };
    const before = this.output.events.length;
    for (const zone of place === null ? [] : zones)
      this.heedAt(zone, transition, event === 'enter', 'transition', place as Place);
    // Fixes of this moment go before the phone's word: one that comes from now on comes late.
    this.settledUntil = Math.max(this.settledUntil, occurred_at + 1);
    this.sortFrom(before);
    this.afterChanges();
  }

  /** Lets happen what is due up to a moment of the phone's time without a further fix. */
  ripenUntil(at: number): void {
    const before = this.output.events.length;
    for (;;) {
      const entry = this.entries.reduce<Entry | null>((first, one) => (one.due < (first?.due ?? Infinity) ? one : first), null);
      const due = entry?.due ?? Number.POSITIVE_INFINITY;
      if (Math.min(due, this.heldDue) > at) break;
      this.settledUntil = Math.max(this.settledUntil, Math.min(due, this.heldDue));
      if (this.heldDue <= due) {
        this.believeHeld();
        continue;
      }
      if (entry === null) break;
      const rule = ruleFor(entry.zone.geofence, entry.state.pending?.judged_by ?? 0);
      this.apply(entry, ripen(entry.state, at, rule), false);
    }
    this.afterChanges();
    this.sortFrom(before);
  }

  /** When something happens to a zone without a further fix, by the phone's time; Infinity: nothing will. */
  dueOf(zone: Zone): number {
    return Math.min(dueAt(this.stateOf(zone)), this.heldDue);
  }

  /** The phone's time up to which timers are due by the server's clock; null: none is. */
  dueBy(now: number): number | null {
    let until: number | null = null;
    const note = (due: number, fire: number | null) => {
      if (fire !== null && fire <= now) until = Math.max(until ?? due, due);
    };
    if (this.track !== null) note(this.heldDue, heldFireAt(this.track));
    for (const { state } of this.entries) note(dueAt(state), fireAt(state));
    return until;
  }

  /** The state of a zone now. */
  stateOf(zone: Zone): ZoneState {
    return this.entries.find((entry) => entry.zone === zone)?.state ?? OUTSIDE;
  }

  /** Everything that the fold remembers; a fold that begins with it goes on as this one would. */
  snapshot(): Snapshot {
    const zones = this.entries.map(({ zone, state }) => stateRecord(zone, state));
    return {
      v: 1,
      head: this.head,
      settled_until: this.settledUntil,
      track: this.track,
      zones,
      doubt: this.doubt && copyOf(this.doubt),
    };
  }

  private follow({ track, sighting }: TrackStep, fix: Fix): void {
    this.track = track;
    this.heldDue = heldDue(track);
    this.sighting = sighting;
    this.resolveDoubt(sighting, fix);
  }

  /** Nothing spoke against the held fix for long enough. */
  private believeHeld(): void {
    const before = this.track as TrackState;
    const { fix, ...step } = believe(before, this.device.id);
    this.follow(step, fix);
    const known = this.dealtWith();
    const told = this.output.events.length;
    this.judgeAll(fix, step.track, step.sighting);
    if (known === null) return;
    this.lookBetween({ before, ...step, fix, known });
    this.sortFrom(told);
  }

  private judgeAll(fix: Fix, track: TrackState, { earlier }: Sighting): void {
    const point = spherePoint(track.latitude, wrapLongitude(track.longitude), this.point);
    const { entries } = this;
    const before = this.output.events.length;
    this.zones.containing(this.device, point, this.found);
    for (const zone of this.found) this.entryOf(zone).centre_in = fix.id;
    let sight: Sight | null = null;
    for (let i = entries.length - 1; i >= 0; i--) {
      const entry = entries[i] as Entry;
      const centreInside = entry.centre_in === fix.id;
      const isSilent = fix.id <= entry.zone.geofence.judged_after_location_id;
      if (centreInside === entry.settled && !isSilent) continue;
      sight ??= {
        fix,
        point,
        accuracy: track.accuracy,
        isDoubted: this.doubt !== null,
        earlier: earlier && { ...earlier, point: spherePoint(earlier.latitude, earlier.longitude) },
      };
      const { state, zone } = entry;
      const evaluation = isSilent
        ? { state: silentState(centreInside, track), transition: null }
        : evaluate(state, sight, zone, ruleFor(zone.geofence, fix.id), centreInside);
      this.apply(entry, evaluation, true);
    }
    if (sight !== null) this.afterChanges();
    this.sortFrom(before);
  }

  /**
   * Notes which zones the phone lists in a fix, before the fix is judged.
   * @returns those of which the list says something new
   */
  private listen(fix: Fix, regions: readonly string[]): Zone[] {
    const listed = regions.flatMap((region) => this.zones.names.named(this.device, region));
    const fresh: Zone[] = [];
    for (const entry of [...this.entries]) {
      if (entry.state.phone?.inside && !listed.includes(entry.zone))
        this.apply(entry, heedAbsence(entry.state, fix.occurred_at), false);
    }
    for (const zone of listed) {
      const known = this.stateOf(zone);
      if (fix.id <= zone.geofence.judged_after_location_id || !isNewsOf(known)) continue;
      const phone = known.phone?.inside ? known.phone : { inside: true, at: fix.occurred_at, by: 'inregions' as const };
      this.apply(this.entryOf(zone), { state: { ...known, phone }, transition: null }, false);
      fresh.push(zone);
    }
    return fresh;
  }

  /** What is listed anew decides where the position leaves it open; a list that goes on as before may be one that nobody updates. */
  private believeList(fresh: readonly Zone[], fix: Fix, position: Place): void {
    for (const zone of fresh) {
      const accuracy = effectiveAccuracy(position.accuracy);
      const point = spherePoint(position.latitude, wrapLongitude(position.longitude));
      if (provesOutside(zone, { point, accuracy }, ruleFor(zone.geofence, fix.id))) continue;
      this.heedAt(zone, fix, true, 'inregions', fix);
    }
    this.afterChanges();
  }

  private heedAt(
    zone: Zone,
    said: Pick<Fix, 'occurred_at' | 'received_at'>,
    inside: boolean,
    witness: PhoneWord['witness'],
    place: Place,
  ): void {
    const { occurred_at: at, received_at } = said;
    const judged_by = this.head?.location_id ?? 0;
    const isNow = this.head?.occurred_at === at && judged_by > zone.geofence.judged_after_location_id;
    const word: PhoneWord = { inside, witness, at, received_at, judged_by, location_id: isNow ? judged_by : null, place };
    const seen: Seen[] = this.track === null ? [] : [this.track.last];
    if (place !== this.track) seen.push({ ...place, at });
    if (seen.some((one) => isRefuted(word, zone, one))) return;
    const entry = this.entryOf(zone);
    this.apply(entry, heed(entry.state, word, zone, ruleFor(zone.geofence, judged_by)), false);
  }

  /** The zones that it is dealing with: those can't be passed through. Null where nobody wants to know of that. */
  private dealtWith(): Set<Zone> | null {
    if (!this.zones.passThrough.isWantedBy(this.device.owner_id)) return null;
    return new Set(this.entries.map(({ zone }) => zone));
  }

  /** Whether the way from the last position to this one leads through zones that want to know of it. */
  private lookBetween({ before, track, fix, sighting: { earlier }, known }: Way): void {
    const stops: Waypoint[] = earlier ? [before, { ...earlier, accuracy: track.accuracy }, track] : [before, track];
    for (const [i, to] of stops.entries()) {
      const from = stops[i - 1];
      if (!from || !isOneWay(from, to)) continue;
      for (const zone of this.zones.passThrough.near(this.device, wayBounds(from, to))) {
        if (!known.has(zone)) this.passedThrough(zone, from, to, fix);
      }
    }
  }

  private passedThrough(zone: Zone, from: Waypoint, to: Waypoint, fix: Fix): void {
    const rule = ruleFor(zone.geofence, fix.id);
    const isJudged = fix.id > zone.geofence.judged_after_location_id;
    if (!rule.pass_through || !isJudged || this.stateOf(zone) !== OUTSIDE) return;
    for (const transition of passThrough(from, to, fix, zone, rule) ?? []) {
      const event = eventOf(this.device.id, zone.geofence, transition);
      event.decided_at = Math.max(event.decided_at, this.settledUntil);
      this.output.events.push({ event, geofence: zone.geofence });
      this.doubt?.events.push(keyOf(event));
    }
  }

  /** @param byFix by what the last fix said, and so in doubt while that is */
  private apply(entry: Entry, { state, transition, amended, withdrawn }: Evaluation, byFix: boolean): void {
    if (state === entry.state) return;
    const isDoubted = this.doubt !== null && this.remember(this.doubt, entry, byFix);
    this.set(entry, state);
    if (amended) {
      this.output.amendments.push({ key: keyOfTold(entry.zone, amended), witnesses: amended.witnesses });
      this.keepWitness(entry.zone, amended);
    }
    if (withdrawn) this.withdraw(keyOfTold(entry.zone, withdrawn));
    if (transition === null) return;
    const { geofence, shape } = entry.zone;
    const event = eventOf(this.device.id, geofence, transition);
    // Never before what was looked at already: what is decided up to a moment hangs on nothing that comes after it.
    event.decided_at = Math.max(event.decided_at, this.head?.occurred_at ?? this.settledUntil, this.settledUntil);
    if (transition.type === 'dwell' && this.track !== null) {
      const { latitude, longitude, accuracy } = this.track;
      Object.assign(event, { latitude, longitude, accuracy, distance_from_center: distance(this.track, shape.center) });
    }
    this.output.events.push({ event, geofence, is_unsure: isDoubted || !event.witnesses.includes('geometry') });
    if (isDoubted) this.doubt?.events.push(keyOf(event));
  }

  /** A witness stays one of the zone's event, whatever becomes of the doubt. */
  private keepWitness({ geofence }: Zone, last: ToldEvent): void {
    if (this.doubt === null) return;
    const zones = this.doubt.zones.map((saved) => {
      const { state } = saved;
      if (saved.geofence_id !== geofence.id || state.last?.type !== last.type || state.last.at !== last.at) return saved;
      return { ...saved, state: { ...state, last, unsure: last.witnesses.includes('geometry') ? null : state.unsure } };
    });
    this.doubt = { ...this.doubt, zones };
  }

  private withdraw(key: EventKey): void {
    const decided_at = this.head?.occurred_at ?? key.occurred_at;
    this.output.retractions.push({ key, reason: 'outlier', decided_at, told: this.output.events.length });
  }

  private set(entry: Entry, state: ZoneState): void {
    entry.state = state;
    entry.settled = settledSide(state);
    entry.due = dueAt(state);
    this.touched.set(entry.zone, state);
  }

  /** Keeps the state from before the doubt. @returns whether what happens to the zone now hangs on the doubt */
  private remember(doubt: DoubtRecord, { zone, state }: Entry, byFix: boolean): boolean {
    if (doubt.zones.some(({ geofence_id }) => geofence_id === zone.geofence.id)) return true;
    if (byFix) doubt.zones.push(stateRecord(zone, state));
    return byFix;
  }

  private resolveDoubt({ doubt }: Sighting, fix: Fix): void {
    if (doubt === 'holds') return;
    if (doubt === 'refuted' && this.doubt !== null) this.takeBack(this.doubt, fix);
    this.doubt = doubt === 'begins' ? { zones: [], events: [] } : null;
  }

  private takeBack(doubt: DoubtRecord, fix: Fix): void {
    this.doubt = null;
    for (const { geofence_id, judged_after, state } of doubt.zones) {
      const zone = this.zones.find(geofence_id);
      if (zone?.geofence.judged_after_location_id !== judged_after) continue;
      const entry = this.entryOf(zone);
      this.set(entry, closed(state));
    }
    const { events, retractions } = this.output;
    const retraction = { reason: 'outlier' as const, decided_at: fix.occurred_at, told: events.length };
    for (const key of doubt.events) retractions.push({ key, ...retraction });
    this.afterChanges();
    this.ripenUntil(fix.occurred_at);
  }

  /** Forgets the zones that it is no longer dealing with, and looks when the next one is due. */
  private afterChanges(): void {
    this.nextDue = Number.POSITIVE_INFINITY;
    for (let i = this.entries.length - 1; i >= 0; i--) {
      const entry = this.entries[i] as Entry;
      if (isOpen(entry.state)) {
        this.nextDue = Math.min(this.nextDue, entry.due);
        continue;
      }
      const last = this.entries.pop() as Entry;
      if (last !== entry) this.entries[i] = last;
    }
  }

  /** What one fix caused is told in an order of its own, whatever order the zones were looked at: by time, exits first. */
  private sortFrom(start: number): void {
    if (this.output.events.length - start < 2) return;
    const caused = this.output.events.splice(start);
    this.output.events.push(...caused.sort((a, b) => compareEvents(a.event, b.event)));
  }

  private entryOf(zone: Zone): Entry {
    for (const entry of this.entries) if (entry.zone === zone) return entry;
    const entry: Entry = { zone, state: OUTSIDE, settled: false, due: Number.POSITIVE_INFINITY, centre_in: 0 };
    this.entries.push(entry);
    return entry;
  }

  private restore({ geofence_id, judged_after, state }: ZoneStateOf, isPast: boolean): void {
    const zone = this.zones.find(geofence_id);
    if (!zone || !concerns(zone.geofence, this.device) || !isOpen(state)) return;
    if (isPast && judged_after !== zone.geofence.judged_after_location_id) return;
    const due = dueAt(state);
    this.entries.push({ zone, state, settled: settledSide(state), due, centre_in: 0 });
    this.nextDue = Math.min(this.nextDue, due);
  }

  private judgeNewZones(cursor: number): void {
    if (this.track === null) return;
    const { latitude, longitude } = this.track;
    for (const entry of this.entries) {
      if (entry.zone.geofence.judged_after_location_id >= cursor) this.set(entry, silentState(false, this.track));
    }
    this.zones.containing(this.device, spherePoint(latitude, wrapLongitude(longitude), this.point), this.found);
    for (const zone of this.found) {
      if (zone.geofence.judged_after_location_id >= cursor) this.set(this.entryOf(zone), silentState(true, this.track));
    }
  }
}

function settledSide(state: ZoneState): boolean | null {
  return state.crossing === null && state.pending === null && !awaitsGeometry(state) ? state.inside : null;
}

/** A record is added to while the doubt lasts; what was taken of it before must not change. */
const copyOf = ({ zones, events }: DoubtRecord): DoubtRecord => ({ zones: [...zones], events: [...events] });

function stateRecord({ geofence }: Zone, state: ZoneState): ZoneStateOf {
  return { geofence_id: geofence.id, judged_after: geofence.judged_after_location_id, state };
}
