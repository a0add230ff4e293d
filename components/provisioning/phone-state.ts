/** What a device's record tells of its connection. Times are ISO 8601. */
export interface DeviceActivity {
  connected: boolean;
  updated_at: string;
  last_seen_at: string | null;
  last_connect_at: string | null;
  last_auth_failure_at: string | null;
  last_denied_at: string | null;
  last_denied_topic: string | null;
}

export type PhoneState =
  /** Nothing was heard of it, or nothing since it was given a new password. */
  | { kind: 'waiting' | 'waiting_again' }
  | { kind: 'wrong_password' | 'connected' | 'heard'; at: string }
  | { kind: 'wrong_topic'; at: string; topic: string };

const time = (text: string | null) => (text === null ? Number.NEGATIVE_INFINITY : Date.parse(text));

/**
 * How it stands with the phone, in one word; the newest counts.
 * @param hasNewPassword whether its password has not been used yet
 */
export function phoneStateOf(device: DeviceActivity, hasNewPassword: boolean): PhoneState {
  const { last_auth_failure_at: refused, last_denied_at: denied, last_connect_at, last_seen_at } = device;
  const heard = time(last_connect_at) > time(last_seen_at) ? last_connect_at : last_seen_at;
  if (refused !== null && time(refused) > time(heard)) return { kind: 'wrong_password', at: refused };
  if (denied !== null && time(denied) > time(last_seen_at)) {
    return { kind: 'wrong_topic', at: denied, topic: device.last_denied_topic ?? '' };
  }
  if (heard === null) return { kind: 'waiting' };
  if (device.connected && last_connect_at !== null) return { kind: 'connected', at: last_connect_at };
  if (hasNewPassword && time(heard) < time(device.updated_at)) return { kind: 'waiting_again' };
  return { kind: 'heard', at: heard };
}

/** Whether the next seconds may bring news that somebody with the phone in hand waits for. */
export const isInteresting = ({ kind }: PhoneState): boolean => kind !== 'connected' && kind !== 'heard';
