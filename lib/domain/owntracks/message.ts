import type {
  DecryptFailure,
  DeviceReport,
  NewBeaconSighting,
  NewLocation,
  PhoneTransition,
  StepCount,
} from '@/lib/domain/model';
import type { Picture } from './picture';

/** Types that are understood but hold nothing to keep; `configuration` would hold secrets. */
export type CountedType = 'request' | 'cmd' | 'configuration' | 'demo';

export type NewPhoneTransition = Omit<PhoneTransition, 'id'>;

/** What one message says. */
export type OwnTracksMessage =
  /** `picture` as text: why it is left out. */
  | { kind: 'location'; location: NewLocation; picture?: Picture | string }
  /** A region was entered or left; the fix that showed it, where the message holds one. */
  | { kind: 'transition'; location: NewLocation | null; transition: NewPhoneTransition; reports: DeviceReport[] }
  | { kind: 'waypoint' | 'waypoints' | 'status' | 'lwt' | 'dump'; reports: DeviceReport[] }
  /** A name and a face; null: it says that there is none, as text: why it is left out. */
  | { kind: 'card'; reports: DeviceReport[]; picture: Picture | string | null }
  /** Null: it says nothing that could be kept. */
  | { kind: 'steps'; steps: StepCount | null }
  | { kind: 'beacon'; sighting: NewBeaconSighting | null }
  | { kind: 'counted'; type: CountedType }
  /** Says nothing before it is opened, see `unseal`. */
  | { kind: 'encrypted'; data: string }
  | { kind: 'undecryptable'; failure: Exclude<DecryptFailure, 'clear'>; reason: string; excerpt: string }
  /** No payload: a retained message was cleared. */
  | { kind: 'empty' }
  | { kind: 'rejected'; reason: string; excerpt: string | null };
