import type { FoldEvent } from '@/lib/domain/geofence/fold-output';
import { HAPPENED, type Household } from './deliveries';

/** An arrival as the fold decides it, known at once. */
export function foldEvent({ geofence_id, device_id }: Household, change: Partial<FoldEvent> = {}): FoldEvent {
  const occurred_at = change.occurred_at ?? HAPPENED;
  return {
    geofence_id,
    device_id,
    location_id: null,
    event_type: 'enter',
    latitude: 52.52,
    longitude: 13.405,
    accuracy: 10,
    distance_from_center: 0,
    confidence: 1,
    stay_seconds: null,
    occurred_at,
    decided_at: occurred_at,
    received_at: occurred_at,
    retracted_at: null,
    retract_reason: null,
    retract_decided_at: null,
    origin: 'live',
    is_pass_through: false,
    witnesses: ['geometry'],
    ...change,
  };
}
