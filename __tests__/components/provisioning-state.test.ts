import { type DeviceActivity, isInteresting, phoneStateOf } from '@/components/provisioning/phone-state';

const at = (minute: number) => new Date(Date.UTC(2026, 4, 1, 12, minute)).toISOString();
const silent: DeviceActivity = {
  connected: false,
  updated_at: at(0),
  last_seen_at: null,
  last_connect_at: null,
  last_auth_failure_at: null,
  last_denied_at: null,
  last_denied_topic: null,
};

test.each([
  ['nothing was heard yet', {}, true, { kind: 'waiting' }],
  ['a wrong password came', { last_auth_failure_at: at(1) }, true, { kind: 'wrong_password', at: at(1) }],
  [
    'a wrong password came after the right one',
    { connected: true, last_connect_at: at(1), last_auth_failure_at: at(2) },
    false,
    { kind: 'wrong_password', at: at(2) },
  ],
  [
    'the right password came after a wrong one',
    { connected: true, last_connect_at: at(2), last_auth_failure_at: at(1) },
    false,
    { kind: 'connected', at: at(2) },
  ],
  [
    'it sends to a topic that is not its own',
    { connected: true, last_connect_at: at(1), last_denied_at: at(2), last_denied_topic: 'owntracks/x/y' },
    false,
    { kind: 'wrong_topic', at: at(2), topic: 'owntracks/x/y' },
  ],
  ['it sends over HTTP', { last_seen_at: at(3) }, false, { kind: 'heard', at: at(3) }],
  ['it went', { last_connect_at: at(4), last_seen_at: at(3) }, false, { kind: 'heard', at: at(4) }],
  [
    'it was given a new password and has not used it',
    { updated_at: at(9), last_connect_at: at(4), last_seen_at: at(5) },
    true,
    { kind: 'waiting_again' },
  ],
  ['an external broker never uses the password', { last_seen_at: at(5) }, true, { kind: 'heard', at: at(5) }],
] as const)('%s', (_what, activity, hasNewPassword, state) => {
  const found = phoneStateOf({ ...silent, ...activity }, hasNewPassword);
  expect(found).toEqual(state);
  // Who waits with the phone in hand wants to see the next seconds.
  expect(isInteresting(found)).toBe(state.kind !== 'connected' && state.kind !== 'heard');
});
