import { distance } from '@/lib/domain/geo';
import type { Fix, Geofence } from '@/lib/domain/model';
import { DeviceFold } from './device-fold';
import { type DeviceHistory, inOrder, standing } from './fold-device';
import type { FoldEvent } from './fold-output';
import { isOfPresentForm } from './ledger';
import { GENESIS } from './snapshot';
import { OUTSIDE, type ZoneState } from './state';
import type { Zone } from './zone';
import { ZoneSet } from './zone-set';

/**
 * A zone's past before it was drawn: the engine's fold over all fixes of a device and all that it said of its regions, in which the
 * zone judges each. Of what
 * comes of it, only that is kept which the live ledger can't have: events by fixes that the zone took silently.
 *
 * Beside it runs the zone as it is, so that at the end of the past both are compared. The live ledger goes on from the
 * zone's silent side; where the past ends on the other one (a change that waited for its confirmation, a place at the border),
 * the event that leads over is added, so that enters and exits alternate across the seam.
 */
export class Reconstruction {
  private readonly zones: ZoneSet;
  private readonly fold: DeviceFold;
  private readonly past: Geofence;
  private last: Fix | null = null;

  /** @param members the zones of a group */
  constructor(
    private readonly geofence: Geofence,
    device: { id: number; owner_id: number },
    members: readonly Geofence[] = [],
  ) {
    const always = { judged_after_location_id: 0, judged_since: 0, earlier_rules: null };
    this.past = { ...geofence, id: `${geofence.id} before`, ...always };
    const ids = members.map(({ id }) => id);
    const groups = new Map(members.length > 0 ? [geofence, this.past].map(({ id }) => [id, ids]) : []);
    this.zones = new ZoneSet([geofence, this.past, ...members], groups);
    this.fold = new DeviceFold(this.zones, device, GENESIS);
  }

  /** The device's next fixes and words; up to the last fix that the zone takes silently. */
  take(news: DeviceHistory): void {
    for (const item of inOrder(news)) {
      if ('region' in item) this.fold.hear(item);
      else this.fold.take(item);
    }
    this.last = news.fixes.at(-1) ?? this.last;
  }

  /**
   * The events of the past, in the order in which they were decided.
   * @param goesOnInside the side from which the live ledger goes on, as far as it tells; null: the one taken silently here.
   *   A zone that was drawn in a moment of doubt may have taken the other
   */
  finish(goesOnInside: boolean | null): FoldEvent[] {
    const { past, geofence, last } = this;
    const zone = this.zones.find(geofence.id);
    if (last === null || !zone) return [];
    const state = this.stateOf(past.id);
    const inside = goesOnInside ?? this.stateOf(geofence.id).inside;
    const events = standing(this.fold)
      .filter((event) => event.geofence_id === past.id && !isOfPresentForm(event, geofence))
      .map((event): FoldEvent => ({ ...event, geofence_id: geofence.id, origin: 'reconstructed' }));
    return state.inside === inside ? events : [...events, leadOver(events.at(-1) ?? null, zone, state, last)];
  }

  private stateOf(id: string): ZoneState {
    const zone = this.zones.find(id);
    return zone ? this.fold.stateOf(zone) : OUTSIDE;
  }
}

/** The event that brings the past to the side from which the live ledger goes on; dated by what the fold knows of the change. */
function leadOver(before: FoldEvent | null, { geofence, shape }: Zone, state: ZoneState, last: Fix): FoldEvent {
  const { inside, since, pending, crossing } = state;
  const at = Math.max(pending?.at ?? crossing?.at ?? last.occurred_at, before?.occurred_at ?? Number.NEGATIVE_INFINITY);
  const place = pending ?? last;
  return {
    geofence_id: geofence.id,
    device_id: last.device_id,
    location_id: pending?.location_id ?? crossing?.location_id ?? last.id,
    event_type: inside ? 'exit' : 'enter',
    latitude: place.latitude,
    longitude: place.longitude,
    accuracy: place.accuracy,
    distance_from_center: distance(place, shape.center),
    // Nothing decided it but that the other side was taken silently.
    confidence: pending?.confidence ?? 0.5,
    stay_seconds: inside && since !== null ? (at - since) / 1000 : null,
    occurred_at: at,
    decided_at: Math.max(at, last.occurred_at),
    received_at: place.received_at,
    retracted_at: null,
    retract_reason: null,
    retract_decided_at: null,
    origin: 'reconstructed',
    is_pass_through: false,
    witnesses: ['geometry'],
  };
}
