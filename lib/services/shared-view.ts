import type { Location } from '@/lib/domain/model';
import type { DeviceRow } from '@/lib/storage/ports';

/**
 * A fix as it is shared: where and when, how exact, how fast, and the battery. The phone's networks, the names of its owner's
 * regions, notes and whatever else it sent is for the owner.
 */
export const sharedLocation = (location: Location): Location => ({
  ...location,
  trigger: null,
  monitoring_mode: null,
  connection: null,
  ssid: null,
  bssid: null,
  pressure: null,
  in_regions: null,
  tag: null,
  poi: null,
  extra: null,
});

/** A device as it is shared: without what was wrong with its log-ins. */
export const sharedView = (device: DeviceRow): DeviceRow => ({
  ...device,
  activity: { ...device.activity, last_auth_failure_at: null, last_denied_at: null, last_denied_topic: null },
  last_location: device.last_location && sharedLocation(device.last_location),
});
