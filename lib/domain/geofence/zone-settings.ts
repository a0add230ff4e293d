import type { Geofence } from '@/lib/domain/model';
import { DEFAULT_RULE } from './rule';

/** What the server keeps of a zone by itself; nobody sends it. */
type Kept = 'id' | 'version' | 'judged_after_location_id' | 'judged_since' | 'earlier_rules' | 'created_at' | 'updated_at';

/** What people decide of a zone. */
export type ZoneFields = Omit<Geofence, Kept>;

/** What is decided besides its name, its place and whom it is for; a group of zones has it all, too. */
export type ZoneSettings = Omit<
  ZoneFields,
  | 'name'
  | 'description'
  | 'shape_type'
  | 'center_latitude'
  | 'center_longitude'
  | 'radius_meters'
  | 'geometry'
  | 'owner_id'
  | 'device_id'
  | 'is_active'
  | 'color'
>;

export const DEFAULT_SETTINGS: ZoneSettings = {
  notify_on_enter: true,
  notify_on_exit: true,
  notify_on_dwell: true,
  email_notifications: true,
  ...DEFAULT_RULE,
  schedule: null,
  notify_enter_after_seconds: 0,
  notify_exit_min_stay_seconds: 0,
  late_policy: 'silent',
  late_after_seconds: 900,
};
