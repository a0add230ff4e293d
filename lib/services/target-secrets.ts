import { randomBytes } from 'node:crypto';
import type { WebhookValues } from '@/lib/domain/notify/webhook-fields';
import type { SecretBox } from './secret-box';

const PURPOSE = 'notification target';

/** An old secret signs beside the new one for so long, so that the receiver can be changed without missing anything. */
export const OLD_SECRET_MS = 24 * 3_600_000;

/** What a webhook keeps sealed: the entries of its form, or what Fencepost signs with. */
export interface WebhookSecrets {
  fields: WebhookValues['secrets'];
  /** Of signed webhooks: the newest first. `until`: epoch ms; null: for good. */
  signing: { secret: string; until: number | null }[];
}

/** What a webhook or a browser keeps, as it lies in the database. */
export const sealTarget = (box: SecretBox, kept: object): string => box.seal(PURPOSE, JSON.stringify(kept));

/** @returns null when it was sealed with another AUTH_SECRET */
export function openTarget<T>(box: SecretBox, sealed: string | null): T | null {
  const clear = sealed === null ? null : box.open(PURPOSE, sealed);
  return clear === null ? null : (JSON.parse(clear) as T);
}

export const sealWebhook = (box: SecretBox, secrets: WebhookSecrets): string => sealTarget(box, secrets);

/** As `openTarget`. */
export const openWebhook = (box: SecretBox, sealed: string | null) => openTarget<WebhookSecrets>(box, sealed);

/** 256 random bits; the prefix tells people and scanners what they look at. */
export const newSigningSecret = (): string => `fphook_${randomBytes(32).toString('base64url')}`;

/** The secrets that sign now. */
export const signingSecrets = ({ signing }: WebhookSecrets, now: number): string[] =>
  signing.filter(({ until }) => until === null || until > now).map(({ secret }) => secret);
