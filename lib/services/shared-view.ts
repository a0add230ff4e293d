import type { Location } from '@/lib/domain/model';
import type { DeviceRow } from '@/lib/storage/ports';

/**
 * A fix as it is shared: where and when, how exact, how fast, and the battery. The phone's networks, the names of its owner's
 * regions, notes and whatever else it sent are the owner's. Each member is named, so that a new one is not shared by mistake.
 */
export const sharedLocation = (location: Location): Location => ({
  id: location.id,
  device_id: location.device_id,
  latitude: location.latitude,
  longitude: location.longitude,
  accuracy: location.accuracy,
  altitude: location.altitude,
  vertical_accuracy: location.vertical_accuracy,
  velocity: location.velocity,
  course: location.course,
  battery: location.battery,
  battery_status: location.battery_status,
  trigger: null,
  monitoring_mode: null,
  connection: null,
  ssid: null,
  bssid: null,
  pressure: null,
  tid: location.tid,
  in_regions: null,
  tag: null,
  poi: null,
  occurred_at: location.occurred_at,
  created_at: null,
  received_at: location.received_at,
  extra: null,
});

/** A device as it is shared: without what concerns its set-up. */
export const sharedView = ({ activity, last_location, ...device }: DeviceRow): DeviceRow => ({
  id: device.id,
  user_id: device.user_id,
  name: device.name,
  device: device.device,
  color: device.color,
  owner_name: device.owner_name,
  owner_handle: device.owner_handle,
  face_id: device.face_id,
  created_at: device.created_at,
  updated_at: device.updated_at,
  is_encrypted: false,
  status: null,
  open_alerts: [],
  activity: {
    device_id: device.id,
    last_seen_at: activity.last_seen_at,
    last_connect_at: activity.last_connect_at,
    last_disconnect_at: activity.last_disconnect_at,
    last_auth_failure_at: null,
    last_denied_at: null,
    last_denied_topic: null,
    last_decrypt_failure_at: null,
    last_decrypt_failure: null,
    last_decrypted_at: null,
    last_ping_at: null,
    ping_battery: null,
    ping_battery_status: null,
  },
  last_location: last_location && sharedLocation(last_location),
  last_location_imported: device.last_location_imported,
});
