import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ServiceError } from '@/lib/services/errors';

const MINUTE = 60;

/** Too many: says how long to wait, in whole seconds. */
const limited = (what: string, seconds: number) =>
  new ServiceError('RATE_LIMITED', `Too many ${what}; wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`, {
    retry_after_seconds: seconds,
  });

/** Counts attempts by key, in memory: the web is one process. */
export class AttemptLimit {
  private readonly limiter: RateLimiterMemory;

  /** @param what for the message: "Too many sign-in attempts; …" */
  constructor(
    private readonly what: string,
    points: number,
    seconds: number,
  ) {
    this.limiter = new RateLimiterMemory({ points, duration: seconds });
  }

  /** Counts one attempt, before it is known how it ends, so that many at once don't slip through. @throws ServiceError RATE_LIMITED */
  async take(key: string): Promise<void> {
    try {
      await this.limiter.consume(key);
    } catch (reason) {
      if (!(reason instanceof RateLimiterRes)) throw reason;
      throw limited(this.what, Math.ceil(reason.msBeforeNext / 1000));
    }
  }

  /** Takes one attempt back, because it was right. */
  async giveBack(key: string): Promise<void> {
    await this.limiter.reward(key);
  }

  async forget(key: string): Promise<void> {
    await this.limiter.delete(key);
  }
}

/**
 * Sign-in: 10 wrong passwords in 10 minutes for an account from one address, and 50 for all accounts from it. A right
 * one clears the account's count.
 */
export class SignInLimit {
  private readonly byAccount = new AttemptLimit('sign-in attempts', 10, 10 * MINUTE);
  private readonly byAddress = new AttemptLimit('sign-in attempts', 50, 10 * MINUTE);

  /** @throws ServiceError RATE_LIMITED */
  async take(address: string, email: string): Promise<void> {
    await this.byAddress.take(address);
    await this.byAccount.take(account(address, email));
  }

  async succeeded(address: string, email: string): Promise<void> {
    await this.byAddress.giveBack(address);
    await this.byAccount.forget(account(address, email));
  }
}

const account = (address: string, email: string) => `${address} ${email.trim().toLowerCase().slice(0, 254)}`;

/** The counters of a server; one set for each, so that tests don't share them. */
export class HttpLimits {
  readonly signIn = new SignInLimit();
  /** Guesses of the current password by somebody who found a signed-in browser. */
  readonly passwordChange = new AttemptLimit('wrong passwords', 10, 10 * MINUTE);
  /** Names of people that were tried for a share and were not right. */
  readonly newShares = new AttemptLimit('attempts to share', 20, 10 * MINUTE);
  readonly resends = new AttemptLimit('notifications sent again', 30, 10 * MINUTE);
  readonly setup = new AttemptLimit('attempts to set up', 20, 10 * MINUTE);
}
