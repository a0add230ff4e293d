import type { EventType } from '@/lib/domain/model';
import type { ZoneState } from './state';
import type { TrackState } from './track';

/** What tells one event of a device from all others. */
export interface EventKey {
  geofence_id: string;
  event_type: EventType;
  occurred_at: number;
  location_id: number | null;
}

/** `judged_after` tells whether the zone is still the one that this is the state of. */
export interface ZoneStateOf {
  geofence_id: string;
  judged_after: number;
  state: ZoneState;
}

/** What to take back if the doubt that began with a fix turns out right. */
export interface DoubtRecord {
  /** The zones that changed since, as they were before. */
  zones: ZoneStateOf[];
  events: EventKey[];
}

/** All that the fold remembers of a device: a checkpoint. A JSON value; only states that are open are in it. */
export interface Snapshot {
  v: 1;
  /** The last fix; null before the first. */
  head: { location_id: number; occurred_at: number } | null;
  settled_until: number;
  track: TrackState | null;
  zones: ZoneStateOf[];
  doubt: DoubtRecord | null;
}

/** Before a device's first fix. */
export const GENESIS: Snapshot = {
  v: 1,
  head: null,
  settled_until: Number.MIN_SAFE_INTEGER,
  track: null,
  zones: [],
  doubt: null,
};
