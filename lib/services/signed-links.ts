import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type LinkAction, type MailLinks, MOST_FALSE_ALARMS, MOST_PAUSED_ZONES } from '@/lib/domain/notify/links';

/** So long a link of a mail can be used. */
export const LINK_DAYS = 90;

const DAY_MS = 86_400_000;
const PURPOSE = 'links in mails';
/** No token of ours is longer; what is, is not even looked at. */
const LONGEST_TOKEN = 400;

/** How actions are written in a token: short, since some mail apps break long addresses. */
const CODES: Record<LinkAction, string> = {
  pause_hour: 'ph',
  pause_tomorrow: 'pt',
  pause_for_good: 'pg',
  false_alarm: 'fa',
  unsubscribe: 'un',
};
const ACTIONS = new Map(Object.entries(CODES).map(([action, code]) => [code, action as LinkAction]));

/** What a link does, for whom. */
export interface LinkClaim {
  action: LinkAction;
  user_id: number;
  /** The zone of a pause, the event of a false alarm; null for all mails. */
  subject: string | number | null;
}

/** What there is to know of a token. */
export type ReadLink = { state: 'valid' | 'expired'; claim: LinkClaim } | { state: 'forged' };

/** What a mail is about. */
export interface LinkedMail {
  user_id: number;
  zones: readonly { id: string; name: string }[];
  /** The events that it tells. */
  event_ids: readonly number[];
}

/**
 * Links that work without a sign-in, because they are signed: HMAC-SHA-256 with a key derived from AUTH_SECRET by HKDF for
 * this alone. A token holds no secret, and lets its holder do nothing but what it names, for `LINK_DAYS` days.
 */
export class SignedLinks {
  private readonly key: Buffer;

  /** @param publicUrl where the links lead; without a slash at the end */
  constructor(
    authSecret: string,
    private readonly publicUrl: string,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', authSecret, 'fencepost', PURPOSE, 32));
  }

  /** The links of one mail. @param now when it goes out (epoch ms) */
  ofMail({ user_id, zones, event_ids }: LinkedMail, now: number): MailLinks {
    const link = (action: LinkAction, subject: LinkClaim['subject']) =>
      `${this.publicUrl}/n/${this.sign({ action, user_id, subject }, now)}`;
    return {
      pauses: (zones.length > MOST_PAUSED_ZONES ? [] : zones).map(({ id, name }) => ({
        zone: name,
        links: {
          hour: link('pause_hour', id),
          tomorrow: link('pause_tomorrow', id),
          for_good: link('pause_for_good', id),
        },
      })),
      false_alarms: new Map((event_ids.length > MOST_FALSE_ALARMS ? [] : event_ids).map((id) => [id, link('false_alarm', id)])),
      unsubscribe: link('unsubscribe', null),
      settings: `${this.publicUrl}/notifications/settings`,
    };
  }

  sign({ action, user_id, subject }: LinkClaim, now: number): string {
    const expires = Math.floor((now + LINK_DAYS * DAY_MS) / 1000);
    const payload = Buffer.from(JSON.stringify([CODES[action], user_id, subject, expires])).toString('base64url');
    return `${payload}.${this.signature(payload).toString('base64url')}`;
  }

  read(token: string, now: number): ReadLink {
    const [payload, signature, ...rest] = token.length > LONGEST_TOKEN ? [] : token.split('.');
    if (!payload || !signature || rest.length > 0 || !this.isOurs(payload, signature)) return { state: 'forged' };
    const [code, user_id, subject, expires] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [
      string,
      number,
      LinkClaim['subject'],
      number,
    ];
    const action = ACTIONS.get(code);
    if (!action) return { state: 'forged' };
    return { state: now < expires * 1000 ? 'valid' : 'expired', claim: { action, user_id, subject } };
  }

  private signature(payload: string): Buffer {
    return createHmac('sha256', this.key).update(payload).digest();
  }

  private isOurs(payload: string, signature: string): boolean {
    const [given, right] = [Buffer.from(signature, 'base64url'), this.signature(payload)];
    return given.length === right.length && timingSafeEqual(given, right);
  }
}
