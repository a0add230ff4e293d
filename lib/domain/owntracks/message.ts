import type { DeviceReport, NewLocation, PhoneTransition } from '@/lib/domain/model';

/** Types that are understood but hold nothing to keep; `dump` and `configuration` would hold secrets. */
export type CountedType = 'steps' | 'beacon' | 'dump' | 'request' | 'cmd' | 'configuration' | 'demo';

export type NewPhoneTransition = Omit<PhoneTransition, 'id'>;

/** What one message says. */
export type OwnTracksMessage =
  | { kind: 'location'; location: NewLocation }
  /** A region was entered or left; the fix that showed it, where the message holds one. */
  | { kind: 'transition'; location: NewLocation | null; transition: NewPhoneTransition; reports: DeviceReport[] }
  | { kind: 'waypoint' | 'waypoints' | 'card' | 'status' | 'lwt'; reports: DeviceReport[] }
  | { kind: 'counted'; type: CountedType }
  /** No payload: a retained message was cleared. */
  | { kind: 'empty' }
  | { kind: 'rejected'; reason: string; excerpt: string | null };
