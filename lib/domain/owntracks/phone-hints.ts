import { integerWithin, type Members, textOf } from './values';

/** Why a phone may not report as it should, as far as its status message tells. */
export type HintCode =
  /** OwnTracks may not know the position at all. */
  | 'location_denied'
  /** The phone's owner was not asked yet. */
  | 'location_not_asked'
  | 'location_in_use'
  | 'location_coarse'
  | 'background_refresh_off'
  | 'power_save'
  | 'battery_optimized'
  | 'hibernation'
  | 'wifi_off'
  | 'motion_denied'
  | 'altimeter_denied';

/** `stops`: no report while nobody looks at the app; `limits`: late, rare or inexact ones; `notes`: something lesser is missing. */
export type HintSeverity = 'stops' | 'limits' | 'notes';

export interface PhoneHint {
  code: HintCode;
  severity: HintSeverity;
}

/** In the order in which a person should see to them. */
const SEVERITIES: Record<HintCode, HintSeverity> = {
  location_denied: 'stops',
  location_not_asked: 'stops',
  location_in_use: 'stops',
  background_refresh_off: 'stops',
  battery_optimized: 'limits',
  power_save: 'limits',
  hibernation: 'limits',
  location_coarse: 'limits',
  wifi_off: 'notes',
  motion_denied: 'notes',
  altimeter_denied: 'notes',
};

const membersOf = (value: unknown): Members | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null;

/**
 * What a status message means for the reports. Members that are missing, and values that are not known, say nothing.
 * @param status the members of the message, `iOS` or `android` among them
 * @returns the most urgent first
 */
export function hintsOf(status: Members): PhoneHint[] {
  const ios = membersOf(status.iOS);
  const android = membersOf(status.android);
  const codes = new Set<HintCode>([...(ios ? iosHints(ios) : []), ...(android ? androidHints(android) : [])]);
  const ordered = Object.entries(SEVERITIES) as [HintCode, HintSeverity][];
  return ordered.filter(([code]) => codes.has(code)).map(([code, severity]) => ({ code, severity }));
}

/** Apple's constants by name, such as `kCLAuthorizationStatusDenied`; only what follows `Status` is looked at. */
const stateOf = (value: unknown): string => textOf(value)?.replace(/^.*Status/, '') ?? '';

const isRefused = (value: unknown): boolean => ['Denied', 'Restricted'].includes(stateOf(value));

function* iosHints(ios: Members): Generator<HintCode> {
  const location = ios.locationManagerAuthorizationStatus;
  if (isRefused(location)) yield 'location_denied';
  if (stateOf(location) === 'NotDetermined') yield 'location_not_asked';
  if (stateOf(location) === 'AuthorizedWhenInUse') yield 'location_in_use';
  if (isRefused(ios.backgroundRefreshStatus)) yield 'background_refresh_off';
  if (isRefused(ios.motionActivityManagerAuthorizationStatus)) yield 'motion_denied';
  if (isRefused(ios.altimeterAuthorizationStatus)) yield 'altimeter_denied';
}

/** Android's `loc`: 0 always and fine, −1 always but coarse, −2 and −3 fine and coarse while in use, −4 not at all. */
const LOCATION: Record<number, HintCode[]> = {
  [-1]: ['location_coarse'],
  [-2]: ['location_in_use'],
  [-3]: ['location_in_use', 'location_coarse'],
  [-4]: ['location_denied'],
};

const isOn = (value: unknown): boolean => value === true || integerWithin(value, 1, 1) === 1;
const isOff = (value: unknown): boolean => value === false || integerWithin(value, 0, 0) === 0;

function* androidHints(android: Members): Generator<HintCode> {
  yield* LOCATION[integerWithin(android.loc, -4, 0) ?? 0] ?? [];
  if (isOn(android.ps)) yield 'power_save';
  if (isOn(android.bo)) yield 'battery_optimized';
  if (isOn(android.hib)) yield 'hibernation';
  // Apps that tell their version leave out what is 0.
  if (isOff(android.wifi) || (android.wifi === undefined && android.version !== undefined)) yield 'wifi_off';
}

/** What a status message says of the phone itself. */
export interface PhoneInfo {
  system: 'iOS' | 'Android';
  /** Of OwnTracks. */
  app_version: string | null;
  system_version: string | null;
  model: string | null;
}

/** Null where the message says neither. */
export function phoneInfoOf(status: Members): PhoneInfo | null {
  const ios = membersOf(status.iOS);
  if (ios) {
    const [app_version, system_version, model] = [ios.version, ios.deviceSystemVersion, ios.deviceModel].map(textOf);
    return { system: 'iOS', app_version: app_version ?? null, system_version: system_version ?? null, model: model ?? null };
  }
  const android = membersOf(status.android);
  return android && { system: 'Android', app_version: textOf(android.version), system_version: null, model: null };
}
