import { explain } from '@/lib/domain/geofence/explain';
import { type Finding, findingsOf } from '@/lib/domain/geofence/explain-findings';
import type { Decision, ExplainedStep } from '@/lib/domain/geofence/explain-step';
import { type ShownStep, thin } from '@/lib/domain/geofence/explain-thin';
import type { Zone } from '@/lib/domain/geofence/zone';
import { ZoneSet } from '@/lib/domain/geofence/zone-set';
import type { Geofence, User } from '@/lib/domain/model';
import { seenWay } from '@/lib/domain/notify/private-way';
import type { DeviceRow, DeviceStore, EventRow, EventStore } from '@/lib/storage/ports';
import type { ReconstructStore } from '@/lib/storage/ports/backtest';
import type { DeliveryStory, ExplainStore } from '@/lib/storage/ports/explain';
import type { AuditService } from './audit';
import { accessDenied, notFound } from './errors';

export const MAX_STEPS = 2_000;
export const MAX_SPAN_MS = 7 * 86_400_000;
const MAX_EVENTS = 200;
/** Fixes shown before an event's first fix and after its decision. */
const FIXES_BEFORE = 15;
const FIXES_AFTER = 10;

export interface Explanation {
  geofence: Geofence;
  /** Of a group: its active zones. */
  members: Geofence[];
  device: Pick<DeviceRow, 'id' | 'name' | 'color'>;
  /** Epoch ms by the phone's time, both included. */
  from: number;
  until: number;
  /** How many fixes the span has, and how each was judged. */
  fixes: number;
  decisions: Record<Decision, number>;
  /** At most 2,000; `skipped_before` says where quiet ones were left out. */
  steps: ShownStep[];
  findings: Finding[];
  /** What the ledger holds of the span, oldest first, with what was told of each. */
  events: (EventRow & { deliveries: DeliveryStory[] })[];
  /** The event was decided with another form of the zone; the steps show the zone as it is now. */
  is_earlier_form: boolean;
  /** False: the fold could not begin where the engine's did, so that details may differ. */
  is_whole: boolean;
}

export interface ExplainDependencies {
  store: ExplainStore;
  zones: Pick<ReconstructStore, 'zone'>;
  devices: Pick<DeviceStore, 'find'>;
  events: Pick<EventStore, 'find' | 'list'>;
  audit: Pick<AuditService, 'noteRead'>;
}

interface Pair {
  geofence: Geofence;
  members: Geofence[];
  device: DeviceRow;
  reader: Pick<User, 'id' | 'role'>;
}

/** Why an event was decided, and why none was: the engine's own fold over the stored fixes once more. */
export class ExplainService {
  constructor(private readonly the: ExplainDependencies) {}

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED where zone or device is somebody else's */
  async event(
    actor: User,
    id: number,
  ): Promise<{ event: EventRow & { replaced_by_id: number | null }; explanation: Explanation }> {
    const event = await this.the.events.find(id);
    if (!event) throw notFound(`event ${id}`);
    const pair = await this.pairOf(actor, event.geofence_id, event.device_id);
    const { from, until } = await this.windowOf(event);
    const { judged_after_location_id, judged_since } = pair.geofence;
    const isPast = event.location_id === null ? event.received_at <= judged_since : event.location_id <= judged_after_location_id;
    const explanation = await this.explained(pair, from, until, isPast);
    const replaced_by_id = await this.the.store.replacedBy(event);
    const is_earlier_form = isPast && event.origin === 'live';
    return { event: { ...event, replaced_by_id }, explanation: { ...explanation, is_earlier_form } };
  }

  /** @param until at most 7 days after `from`. @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async span(actor: User, geofence_id: string, device_id: number, from: number, until: number): Promise<Explanation> {
    return this.explained(await this.pairOf(actor, geofence_id, device_id), from, until, false);
  }

  private async pairOf(actor: User, geofence_id: string, device_id: number): Promise<Pair> {
    const zone = await this.the.zones.zone(geofence_id);
    if (!zone) throw notFound(`zone ${geofence_id}`);
    const device = await this.the.devices.find(device_id);
    if (!device) throw notFound(`device ${device_id}`);
    const owners = [zone.geofence.owner_id, device.user_id];
    if (actor.role !== 'admin' && owners.some((owner) => owner !== actor.id)) {
      throw accessDenied('this zone or device belongs to somebody else');
    }
    await this.the.audit.noteRead(actor, 'explanation', `${geofence_id} ${device_id}`, owners);
    return { ...zone, device, reader: actor };
  }

  /** From some fixes before the first on the new side to some after the decision, and after what took it back. */
  private async windowOf(event: EventRow): Promise<{ from: number; until: number }> {
    const { store } = this.the;
    const decided = Math.max(event.occurred_at, event.decided_at, event.retract_decided_at ?? event.decided_at);
    const { before } = await store.around(event.device_id, event.occurred_at, FIXES_BEFORE, 0);
    const { after } = await store.around(event.device_id, decided, 0, FIXES_AFTER);
    const from = Math.max(before[0] ?? event.occurred_at, event.occurred_at - MAX_SPAN_MS);
    return { from, until: Math.min(after.at(-1) ?? decided, decided + MAX_SPAN_MS) };
  }

  /** @param isPast what the zone took silently is judged, too */
  private async explained(pair: Pair, from: number, until: number, isPast: boolean): Promise<Explanation> {
    const { members, device } = pair;
    const geofence = isPast
      ? { ...pair.geofence, judged_after_location_id: 0, judged_since: 0, earlier_rules: null }
      : pair.geofence;
    const zones = new ZoneSet([geofence, ...members], new Map([[geofence.id, members.map(({ id }) => id)]]));
    const zone = zones.find(geofence.id);
    const past = await this.the.store.past(device.id, from, until, !isPast);
    const owned = { id: device.id, owner_id: device.user_id };
    const steps = zone ? explain({ zones, zone, device: owned, ...past, from, until }) : [];
    const events = await this.eventsOf(pair, from, until);
    const fixes = past.fixes.reduce((count, { occurred_at }) => (occurred_at >= from ? count + 1 : count), 0);
    return {
      geofence: pair.geofence,
      members,
      device: { id: device.id, name: device.name, color: device.color },
      from,
      until,
      fixes,
      decisions: decisionsOf(steps),
      steps: thin(steps, MAX_STEPS),
      findings: zone ? await this.findings(zone, owned, steps, events, until) : [{ code: 'empty_group' }],
      events,
      is_earlier_form: false,
      is_whole: past.is_whole,
    };
  }

  private async findings(
    { geofence, shape }: Zone,
    device: { id: number; owner_id: number },
    steps: readonly ExplainedStep[],
    events: readonly EventRow[],
    until: number,
  ): Promise<Finding[]> {
    const last_fix_at = await this.the.store.lastFixAt(device.id, until);
    return findingsOf({ geofence, size_meters: shape.size_meters, device, steps, events, last_fix_at });
  }

  private async eventsOf({ geofence, device, reader }: Pair, start: number, end: number): Promise<Explanation['events']> {
    const filter = { geofence_id: geofence.id, device_id: device.id, start, end };
    const { events } = await this.the.events.list(filter, MAX_EVENTS, 0);
    const told = await this.the.store.deliveries(events.map(({ id }) => id));
    const deliveries = told.map((delivery) => seenWay(delivery, reader));
    return events
      .map((event) => ({ ...event, deliveries: deliveries.filter(({ event_id }) => event_id === event.id) }))
      .reverse();
  }
}

function decisionsOf(steps: readonly ExplainedStep[]): Record<Decision, number> {
  const counts: Record<Decision, number> = { inside: 0, outside: 0, undecided: 0, ignored: 0, silent: 0 };
  for (const step of steps) if (step.kind === 'fix') counts[step.decision] += 1;
  return counts;
}
