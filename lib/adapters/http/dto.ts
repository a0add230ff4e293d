import type { ApiToken, AuditEntry, DeviceActivity, Location, User } from '@/lib/domain/model';
import { presentFailure } from '@/lib/domain/owntracks/decryption';
import { hintsOf, phoneInfoOf } from '@/lib/domain/owntracks/phone-hints';
import { isShared, type SeenDevice } from '@/lib/services/device-access';
import { topicOf } from '@/lib/services/devices';
import type { DeviceRow } from '@/lib/storage/ports';

/** Epoch milliseconds as ISO 8601; null stays null. */
export function iso(time: number): string;
export function iso(time: number | null): string | null;
export function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

export const userDto = (user: User) => ({ ...user, created_at: iso(user.created_at), updated_at: iso(user.updated_at) });

export const tokenDto = (token: ApiToken) => ({
  ...token,
  created_at: iso(token.created_at),
  last_used_at: iso(token.last_used_at),
});

export const auditDto = (entry: AuditEntry & { actor_name: string | null }) => ({ ...entry, at: iso(entry.at) });

export const locationDto = (location: Location) => ({
  ...location,
  occurred_at: iso(location.occurred_at),
  created_at: iso(location.created_at),
  received_at: iso(location.received_at),
});
export type LocationDto = ReturnType<typeof locationDto>;

const activityDto = (activity: DeviceActivity) => ({
  last_seen_at: iso(activity.last_seen_at),
  last_connect_at: iso(activity.last_connect_at),
  last_disconnect_at: iso(activity.last_disconnect_at),
  last_auth_failure_at: iso(activity.last_auth_failure_at),
  last_denied_at: iso(activity.last_denied_at),
  last_denied_topic: activity.last_denied_topic,
  last_decrypt_failure_at: iso(activity.last_decrypt_failure_at),
  last_decrypt_failure: activity.last_decrypt_failure,
  last_decrypted_at: iso(activity.last_decrypted_at),
});

/** Whether the newest thing heard of the MQTT session is its beginning. */
export const isConnected = ({ last_connect_at, last_disconnect_at }: DeviceActivity): boolean =>
  last_connect_at !== null && (last_disconnect_at === null || last_connect_at >= last_disconnect_at);

/** Nobody's share: the owner sees all of it, without an end. */
const OWN = { shared: false, with_history: true, shared_until: null as string | null };

/** As its owner sees it. */
export const deviceDto = ({ activity, status, last_location, owner_handle, ...device }: DeviceRow) => ({
  ...device,
  topic: topicOf({ owner_handle, device: device.device }),
  mqtt_username: owner_handle,
  ...activityDto(activity),
  connected: isConnected(activity),
  decrypt_problem: presentFailure(activity, device.is_encrypted),
  hints: status ? hintsOf(status.payload) : [],
  phone: status && phoneInfoOf(status.payload),
  status_at: iso(status?.received_at ?? null),
  battery: device.last_location_imported ? null : (last_location?.battery ?? null),
  last_location: last_location && locationDto(last_location),
  created_at: iso(device.created_at),
  updated_at: iso(device.updated_at),
  ...OWN,
});
export type DeviceDto = ReturnType<typeof deviceDto>;

/**
 * A device as one person sees it, own or shared by `owner_name`. Of a shared one nothing is told of its set-up;
 * `shared_until` null: it does not end by itself.
 */
export const seenDeviceDto = ({ device, access, until }: SeenDevice) => ({
  ...deviceDto(device),
  shared: isShared(access),
  with_history: access !== 'live',
  shared_until: iso(until),
});
export type SeenDeviceDto = ReturnType<typeof seenDeviceDto>;
