import type { Weekday } from './zones';

/**
 * What a person expects of a device and a zone (or group):
 * `no_show` it was inside at some time between `start` and `end`; `overstay` it is not inside at `start`;
 * `left_early` it does not leave between `start` and `end`; `not_inside` it is inside at `start`.
 */
export type ExpectationKind = 'no_show' | 'overstay' | 'left_early' | 'not_inside';

export interface Expectation {
  id: string;
  owner_id: number;
  geofence_id: string;
  /** Null: each device that the zone watches. */
  device_id: number | null;
  name: string;
  kind: ExpectationKind;
  time_zone: string;
  days: Weekday[];
  /** `HH:MM` */
  start: string;
  /** `HH:MM`, at or before `start`: on the next day; null where the kind has no end. */
  end: string | null;
  is_active: boolean;
  email_notifications: boolean;
  created_at: number;
  updated_at: number;
}

/** An expectation that was not met. At most one for each expectation, device and window. */
export interface ExpectationAlert {
  id: number;
  expectation_id: string;
  device_id: number;
  /** When the window began (epoch ms). */
  window_start: number;
  /** The moment that it is about: the deadline, or when the device left. */
  due_at: number;
  raised_at: number;
  /** When later news showed that the expectation was met after all. */
  resolved_at: number | null;
  resolve_reason: string | null;
  /** The departure, for `left_early`. */
  event_id: number | null;
  notification_status: NotificationStatus;
  notification_reason: string | null;
}

export type EventType = 'enter' | 'exit' | 'dwell';
export type NotificationStatus = 'pending' | 'sent' | 'failed' | 'suppressed' | 'none';

/** What an event rests on: the fixes' geometry, the phone's own transition, the list of regions in its fixes. */
export type Witness = 'geometry' | 'transition' | 'inregions';

/** `reconstructed`: made on request from fixes that were received before the zone was drawn; never alarms. */
export type EventOrigin = 'live' | 'reconstructed';

export interface GeofenceEvent {
  id: number;
  geofence_id: string;
  device_id: number;
  location_id: number | null;
  event_type: EventType;
  latitude: number;
  longitude: number;
  accuracy: number | null;
  distance_from_center: number;
  /** Probability that the decision is right, 0–1. */
  confidence: number;
  /** Length of the stay that an exit ends or a dwell has reached, in seconds. */
  stay_seconds: number | null;
  occurred_at: number;
  /** The phone's time at which it was decided: that of the deciding fix, or of the end of a confirmation, grace or dwell. */
  decided_at: number;
  received_at: number;
  retracted_at: number | null;
  /** One of `RetractReason`. */
  retract_reason: string | null;
  /** The phone's time of the fix that took it back. */
  retract_decided_at: number | null;
  /** The event that this one corrects: the same arrival or departure at another time. */
  replaces_id: number | null;
  origin: EventOrigin;
  /** Its time and place are interpolated between two fixes. */
  is_pass_through: boolean;
  witnesses: Witness[];
  notification_status: NotificationStatus;
  notification_reason: string | null;
}

export type NewGeofenceEvent = Omit<GeofenceEvent, 'id'>;

/** `late_fix`: a fix that came late showed another course; `outlier`: the next fix showed that it was a false position. */
export type RetractReason = 'late_fix' | 'outlier';
