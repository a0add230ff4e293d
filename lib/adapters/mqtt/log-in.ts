import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { DeviceDirectory } from '@/lib/services/device-directory';
import { looksLikeToken, type MqttReader } from '@/lib/services/mqtt-publish-readers';
import type { DeviceIdentity } from '@/lib/storage/ports';

/** Return codes of a CONNACK (MQTT 3.1.1, table 3.1). */
export const SERVER_UNAVAILABLE = 3;
const BAD_USER_NAME_OR_PASSWORD = 4;
const NOT_AUTHORIZED = 5;

/** `examined`: the failure is one of few, so it may be noted as that of a device. */
export type LogInResult =
  | { device: DeviceIdentity }
  | { reader: MqttReader }
  | { code: number; reason: string; examined: boolean };

const WINDOW_SECONDS = 60;

/** How many wrong log-ins a minute are noted as a device's before further ones are only refused. */
export interface LogInLimits {
  /** From one address for one user name. */
  perUser: number;
  /** From one address for all user names. */
  perAddress: number;
}

/** Those who read what is published; null while nothing is published here. */
export type ReaderDoor = ((handle: string, token: string) => Promise<MqttReader | null>) | null;

/** Decides who may connect: a handle with the password of one of its devices, or with an API token. Counts failures per address, in memory. */
export class LogIn {
  private readonly byUser: RateLimiterMemory;
  private readonly byAddress: RateLimiterMemory;

  constructor(
    private readonly directory: DeviceDirectory,
    limits: LogInLimits = { perUser: 10, perAddress: 100 },
    private readonly readerDoor: () => ReaderDoor = () => null,
  ) {
    this.byUser = new RateLimiterMemory({ points: limits.perUser, duration: WINDOW_SECONDS });
    this.byAddress = new RateLimiterMemory({ points: limits.perAddress, duration: WINDOW_SECONDS });
  }

  /**
   * Right credentials are let in however many wrong ones came from the same address: another phone at home is not to
   * blame, and passwords of 100 bits are not guessed.
   */
  async attempt(address: string, username: string | undefined, password: string | undefined): Promise<LogInResult> {
    const userKey = `${address} ${(username ?? '').toLowerCase().slice(0, 100)}`;
    const device = username && password !== undefined ? this.directory.authenticate(username, password) : null;
    if (device) return { device };
    // A phone has no token, so a wrong one is not the fault of any.
    const isReader = password !== undefined && looksLikeToken(password);
    const reader = username && isReader ? await this.readerDoor()?.(username, password) : null;
    if (reader) return { reader };
    if (isReader && !this.readerDoor()) {
      return { code: NOT_AUTHORIZED, reason: 'nothing is published on this broker', examined: false };
    }
    if (await this.isBlocked(address, userKey)) {
      return { code: NOT_AUTHORIZED, reason: 'too many wrong log-ins from this address', examined: false };
    }
    await Promise.all([this.byUser.penalty(userKey), this.byAddress.penalty(address)]);
    return username
      ? { code: BAD_USER_NAME_OR_PASSWORD, reason: 'wrong user name or password', examined: !isReader }
      : { code: NOT_AUTHORIZED, reason: 'no user name', examined: false };
  }

  private async isBlocked(address: string, userKey: string): Promise<boolean> {
    const [ofUser, ofAddress] = await Promise.all([this.byUser.get(userKey), this.byAddress.get(address)]);
    return (ofUser?.remainingPoints ?? 1) <= 0 || (ofAddress?.remainingPoints ?? 1) <= 0;
  }
}
