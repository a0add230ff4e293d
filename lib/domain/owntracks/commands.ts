import type { CommandAction } from '@/lib/domain/model';
import type { Platform } from './platform';

/** How often and how a phone looks where it is: −1 only when told, 0 by hand, 1 on significant changes, 2 all the time. */
export const TRACKING_MODES = { quiet: -1, manual: 0, significant: 1, move: 2 } as const;
export type TrackingMode = keyof typeof TRACKING_MODES;

/** Settings of a phone that may be changed from here, with their ranges. Nothing by which it could be lost: no address, no password. */
export const SETTINGS = {
  /** Seconds between fixes; Android in significant mode, iOS in move mode. */
  locatorInterval: [1, 86_400],
  /** Metres to move before a fix is sent. */
  locatorDisplacement: [0, 100_000],
  /** Seconds between fixes in move mode, Android. */
  moveModeLocatorInterval: [1, 3_600],
  /** Minutes between two signs of life, Android. */
  ping: [15, 1_440],
  /** Metres: fixes that are less accurate are not sent; 0 sends all. */
  ignoreInaccurateLocations: [0, 10_000],
  /** Days after which a friend's place is no longer shown; 0 never. */
  ignoreStaleLocations: [0, 365],
  /** Percent of battery below which iOS leaves move mode; 0 never. */
  downgrade: [0, 100],
} as const satisfies Record<string, readonly [number, number]>;
export type SettingName = keyof typeof SETTINGS;

export type Configuration = Partial<Record<SettingName, number>> & { monitoring?: number; extendedData?: boolean };

/** A region as phones take it. */
export interface PhoneWaypoint {
  desc: string;
  lat: number;
  lon: number;
  rad: number;
  /** Epoch seconds: the key on Android. */
  tst: number;
  /** The key on iOS. */
  rid?: string;
}

export type CommandMessage = Record<string, unknown> & { _type: 'cmd'; action: CommandAction };

const command = (action: CommandAction, members: object = {}): CommandMessage => ({ _type: 'cmd', action, ...members });

/** The message as the phone gets it. */
export const commandMessage = {
  simple: (action: 'reportLocation' | 'status' | 'waypoints' | 'clearWaypoints' | 'dump') => command(action),
  setConfiguration: (configuration: Configuration) =>
    command('setConfiguration', { configuration: { _type: 'configuration', ...configuration } }),
  setWaypoints: (waypoints: readonly PhoneWaypoint[]) =>
    command('setWaypoints', {
      waypoints: { _type: 'waypoints', waypoints: waypoints.map((waypoint) => ({ _type: 'waypoint', ...waypoint })) },
    }),
  /** @param from epoch seconds */
  reportSteps: (from: number, to: number) => command('reportSteps', { from, to }),
};

interface Kind {
  /** How long it may wait to be sent and answered, in milliseconds. */
  lifetime: number;
  /** Whether something comes back by which it is known to be done. */
  isAnswered: boolean;
  /** Only this app knows it; null: both do. */
  platform: Platform | null;
  /** The phone obeys only when remote configuration is allowed in the app. */
  needsRemoteConfiguration: boolean;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const KINDS: Record<CommandAction, Kind> = {
  reportLocation: { lifetime: HOUR, isAnswered: true, platform: null, needsRemoteConfiguration: false },
  status: { lifetime: DAY, isAnswered: true, platform: null, needsRemoteConfiguration: false },
  waypoints: { lifetime: DAY, isAnswered: true, platform: null, needsRemoteConfiguration: false },
  setWaypoints: { lifetime: DAY, isAnswered: true, platform: null, needsRemoteConfiguration: true },
  clearWaypoints: { lifetime: DAY, isAnswered: false, platform: null, needsRemoteConfiguration: true },
  setConfiguration: { lifetime: DAY, isAnswered: false, platform: null, needsRemoteConfiguration: true },
  reportSteps: { lifetime: DAY, isAnswered: true, platform: 'ios', needsRemoteConfiguration: false },
  dump: { lifetime: DAY, isAnswered: true, platform: 'ios', needsRemoteConfiguration: false },
};

export const COMMAND_ACTIONS = Object.keys(KINDS) as CommandAction[];
/** Those of which something comes back. */
export const ANSWERED_ACTIONS = COMMAND_ACTIONS.filter((action) => KINDS[action].isAnswered);
/** One that waits says all that a second one would. */
const SAME_AGAIN = new Set<CommandAction>(['reportLocation', 'status', 'waypoints', 'dump', 'clearWaypoints']);

export const kindOf = (action: CommandAction): Kind => KINDS[action];
export const isSameAgain = (action: CommandAction): boolean => SAME_AGAIN.has(action);

/** Whether the app knows the command; of an unknown app anything is supposed. */
export function knows(platform: Platform | null, action: CommandAction): boolean {
  const only = KINDS[action].platform;
  return only === null || platform === null || platform === only;
}

/**
 * Whether a reply by HTTP may hold the command. Android sends a message again for ever when the reply holds something it
 * does not know, so what only iOS knows goes to phones only that are known to run it.
 */
export function mayReplyWith(platform: Platform | null, action: CommandAction): boolean {
  const only = KINDS[action].platform;
  return only === null || platform === only;
}
