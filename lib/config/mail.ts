import type { Config } from './index';

/** What the environment says of mail; null where it says nothing and an admin may. */
export function mailEnvironment({ smtpUrl, smtpFrom, smtpFromIsConfigured }: Config) {
  return { smtpUrl, smtpFrom: smtpFromIsConfigured ? smtpFrom : null };
}
