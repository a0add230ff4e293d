/** What the server knows of a device's connection; changes often, so it is kept apart from the device. */
export interface DeviceActivity {
  device_id: number;
  /** Last sign of life of the phone itself (never a retained replay). */
  last_seen_at: number | null;
  last_connect_at: number | null;
  last_disconnect_at: number | null;
  last_auth_failure_at: number | null;
  last_denied_at: number | null;
  last_denied_topic: string | null;
  /** The newest message of an encrypting device, or of one that should be, that could not be read, and why. */
  last_decrypt_failure_at: number | null;
  last_decrypt_failure: DecryptFailure | null;
  last_decrypted_at: number | null;
  /** The newest ping that brought no new fix, and the battery that it told. */
  last_ping_at: number | null;
  ping_battery: number | null;
  ping_battery_status: number | null;
}

/** `no_key`: encrypted, but the device has no key here; `wrong_key`: its key does not open it; `clear`: not encrypted although it has one. */
export type DecryptFailure = 'no_key' | 'wrong_key' | 'clear';

/** What a phone's step counter counted between two moments; null: it did not say. */
export interface StepCount {
  device_id: number;
  from_at: number;
  to_at: number;
  steps: number | null;
  distance_meters: number | null;
  floors_up: number | null;
  floors_down: number | null;
  received_at: number;
}

/** A beacon near the phone for a while; measurements are the newest. */
export interface BeaconSighting {
  id: number;
  device_id: number;
  /** `uuid:major:minor`, in small letters. */
  beacon: string;
  /** As the phone calls it. */
  name: string | null;
  first_at: number;
  last_at: number;
  /** Messages of it; those of the last seconds before a crash are missing. */
  count: number;
  /** dBm */
  rssi: number | null;
  /** 0 unknown, 1 immediate, 2 near, 3 far. */
  proximity: number | null;
  distance_meters: number | null;
}

export type NewBeaconSighting = Omit<BeaconSighting, 'id'>;

/** One position as the phone reported it. Null means the phone did not say; 0 is a value. */
export interface Location {
  id: number;
  device_id: number;
  latitude: number;
  longitude: number;
  /** Radius of a 68 % circle in metres; null where the phone gave none, 0 or −1. */
  accuracy: number | null;
  altitude: number | null;
  vertical_accuracy: number | null;
  /** km/h */
  velocity: number | null;
  course: number | null;
  battery: number | null;
  battery_status: number | null;
  trigger: string | null;
  monitoring_mode: number | null;
  connection: string | null;
  ssid: string | null;
  bssid: string | null;
  /** kPa */
  pressure: number | null;
  tid: string | null;
  in_regions: string[] | null;
  tag: string | null;
  poi: string | null;
  /** The phone's `tst`, resolved. */
  occurred_at: number;
  created_at: number | null;
  received_at: number;
  /** Members without a field of their own, under their OwnTracks names. */
  extra: Record<string, unknown> | null;
}

export type NewLocation = Omit<Location, 'id'>;

/** The part of a location that the engine looks at. */
export type Fix = Pick<
  Location,
  'id' | 'device_id' | 'latitude' | 'longitude' | 'accuracy' | 'velocity' | 'in_regions' | 'occurred_at' | 'received_at'
>;

/** A region of the phone's own that it says it entered or left, with or without a place. */
export interface PhoneTransition {
  id: number;
  device_id: number;
  event: 'enter' | 'leave';
  /** The region's name without what it tells the phone only. */
  region: string;
  /** What stays the same when the region is edited: its creation time (`wtst`, epoch ms) and its id (`rid`). */
  region_created_at: number | null;
  region_id: string | null;
  trigger: string | null;
  /** Null where the phone said no place, as with beacons. */
  latitude: number | null;
  longitude: number | null;
  accuracy: number | null;
  occurred_at: number;
  received_at: number;
}

/** What a device said besides positions: the newest of each (device, kind, key) is kept. */
export interface DeviceReport {
  device_id: number;
  kind: 'transition' | 'waypoint' | 'waypoints' | 'card' | 'status' | 'lwt' | 'dump';
  key: string;
  occurred_at: number;
  received_at: number;
  payload: Record<string, unknown>;
}

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';

/** A picture from a phone: a device's face, or of the place of a fix. Its bytes lie in a file named by `sha256`. */
export interface Media {
  id: number;
  device_id: number;
  /** The fix that it came with; null for a face. */
  location_id: number | null;
  kind: 'face' | 'poi';
  /** Hexadecimal. */
  sha256: string;
  mime: PictureType;
  bytes: number;
  name: string | null;
  occurred_at: number;
  received_at: number;
}

export interface RejectedMessage {
  id: number;
  received_at: number;
  topic: string;
  device_id: number | null;
  reason: string;
  /** The first bytes as text, secrets masked. */
  excerpt: string | null;
}

export type CommandAction =
  | 'reportLocation'
  | 'status'
  | 'waypoints'
  | 'setWaypoints'
  | 'clearWaypoints'
  | 'setConfiguration'
  | 'reportSteps'
  | 'dump';

/** `sent`: the phone (or an external broker) has it. `expired`: it was not sent, or not answered, in time. */
export type CommandState = 'queued' | 'sent' | 'answered' | 'expired';

/** Something that a phone is told to do. */
export interface DeviceCommand {
  id: number;
  device_id: number;
  /** Who wanted it; null: Fencepost itself, or somebody who is gone. */
  user_id: number | null;
  action: CommandAction;
  /** The whole message as the phone gets it. */
  payload: Record<string, unknown> | null;
  state: CommandState;
  channel: 'mqtt' | 'http' | null;
  created_at: number;
  sent_at: number | null;
  answered_at: number | null;
  expires_at: number;
  /** What came back, in a few members. */
  answer: Record<string, unknown> | null;
}

/** A zone as a phone was told of it as a region. */
export interface RegionSync {
  device_id: number;
  geofence_id: string;
  /** The phone's key of the region: epoch seconds, unique on the device, never used for another zone. */
  region_created_at: number;
  /** Six hexadecimal digits, the key on iOS. */
  region_id: string;
  name: string;
  latitude: number;
  longitude: number;
  radius_meters: number;
  /** The circle around a zone of another shape. */
  is_enclosing: boolean;
  /** `pushed`: the phone was told; `confirmed`: its own list shows it. */
  state: 'pushed' | 'confirmed' | 'removing' | 'removed';
  /** A person put it there, or took it away, whatever follows by itself. */
  is_chosen: boolean;
  /** The command that told it last. */
  command_id: number | null;
  pushed_at: number;
  confirmed_at: number | null;
}
