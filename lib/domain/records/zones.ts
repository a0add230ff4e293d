/** `group`: several zones of the owner that count as one area; its members are in `GeofenceGroup.member_ids`. */
export type ShapeType = 'circle' | 'polygon' | 'rectangle' | 'group';

/** The shapes that people draw. */
export type DrawnShape = Exclude<ShapeType, 'group'>;

/** [longitude, latitude], as in GeoJSON. */
export type Position = [number, number];

/** First ring: the border; further rings: holes. Rings are closed. */
export interface PolygonGeometry {
  type: 'Polygon';
  coordinates: Position[][];
}

export interface Geofence {
  id: string;
  name: string;
  description: string | null;
  shape_type: ShapeType;
  center_latitude: number | null;
  center_longitude: number | null;
  radius_meters: number | null;
  geometry: PolygonGeometry | null;
  owner_id: number;
  /** Null: all devices of the owner. */
  device_id: number | null;
  is_active: boolean;
  color: string;
  notify_on_enter: boolean;
  notify_on_exit: boolean;
  notify_on_dwell: boolean;
  email_notifications: boolean;
  /** The least distance beyond the border for leaving, 0–1,000. */
  hysteresis_meters: number;
  /** Fixes with a larger circle decide nothing, 10–10,000. */
  max_accuracy_meters: number;
  /** An arrival counts when nothing contradicts it for so long, 0–86,400. */
  confirm_seconds: number;
  /** A departure counts when nothing contradicts it for so long, 0–86,400. */
  grace_seconds: number;
  /** One `dwell` event for each stay that lasts so long, 60–2,592,000; null: none. */
  dwell_seconds: number | null;
  /** Two consecutive fixes on both sides of the zone make an enter and an exit with interpolated times. */
  pass_through: boolean;
  /** When people want to be told; null: always. It never changes the state. */
  schedule: Schedule | null;
  /** The arrival is told only if the device is still inside after so long, 0–86,400. */
  notify_enter_after_seconds: number;
  /** The departure is told only if the stay was at least so long, 0–2,592,000. */
  notify_exit_min_stay_seconds: number;
  /** What becomes of an event that is known only `late_after_seconds` after it happened: shown only, or told with both times. */
  late_policy: LatePolicy;
  /** 60–604,800. */
  late_after_seconds: number;
  /** The same is told of a device once in so long, 0–86,400. */
  cooldown_seconds: number;
  /** It is told in quiet hours too and at once, and goes on to the next way if nobody opens it. */
  is_important: boolean;
  /** Counts geometry changes. */
  version: number;
  /** Fixes with a higher id are judged by this geometry; earlier ones only gave the silent status. */
  judged_after_location_id: number;
  /** The time of that, by the server's clock: what the phone said before is not judged either. */
  judged_since: number;
  /** How fixes that were received before the last changes of these settings are judged; oldest first, null: as all others. */
  earlier_rules: EarlierRule[] | null;
  created_at: number;
  updated_at: number;
}

export type LatePolicy = 'silent' | 'tell';

/** The settings of a zone that decide what is an event. */
export type ZoneRule = Pick<
  Geofence,
  'hysteresis_meters' | 'max_accuracy_meters' | 'confirm_seconds' | 'grace_seconds' | 'dwell_seconds' | 'pass_through'
>;

/** `rule` holds for the fixes with an id up to `until_location_id`. */
export interface EarlierRule {
  until_location_id: number;
  rule: ZoneRule;
}

/** 1 is Monday, 7 is Sunday, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A window that ends at or before its start ends on the next day; it belongs to the day on which it starts. */
export interface ScheduleWindow {
  days: Weekday[];
  /** `HH:MM`, 00:00–23:59. */
  start: string;
  /** `HH:MM`, 00:00–24:00. */
  end: string;
}

export interface Schedule {
  /** IANA name. */
  time_zone: string;
  windows: ScheduleWindow[];
}

/** `geofence` with the zones that make it up. */
export interface GeofenceGroup {
  geofence: Geofence;
  member_ids: string[];
}

/** Where a device stands towards a zone now. `state` is the fold's whole state, the rest is read from it for queries. */
export interface GeofenceStatus<S = unknown> {
  device_id: number;
  geofence_id: string;
  is_inside: boolean;
  /** When the present side began; null before the first decision. */
  since: number | null;
  last_enter_time: number | null;
  last_exit_time: number | null;
  last_location_id: number | null;
  geofence_version: number;
  /** When something happens to it without a further fix (epoch ms, by the server's clock); null: nothing will. */
  fire_at: number | null;
  state: S;
  updated_at: number;
}
