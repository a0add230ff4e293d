import { createHash } from 'node:crypto';
import webPush from 'web-push';
import { isImportant } from '@/lib/domain/notify/importance';
import { pushSubject } from '@/lib/domain/notify/push-subject';
import { type Clock, systemClock } from '@/lib/services/clock';
import type { Channel, SendResult } from '@/lib/services/mailer';
import { type OutboundRequest, sendResultOf } from '@/lib/services/outbound';
import type { PushKeys } from '@/lib/services/push-keys';
import { type KeptSubscription, openSubscription } from '@/lib/services/push-subscription';
import type { SecretBox } from '@/lib/services/secret-box';
import type { ClaimedMessage } from '@/lib/storage/ports';
import { payloadOf, tagOf } from './payload';

/** How long a push service keeps what it can't hand over. Older news is in the notification centre. */
const KEEP_SECONDS = 24 * 3600;
/** The person waits for it. */
const KEEP_TEST_SECONDS = 60;
/** The browser has unsubscribed, or never was. */
const GONE = new Set([404, 410]);

export interface PushChannelOptions {
  publicUrl: string;
  keys: Pick<PushKeys, 'pair'>;
  secrets: SecretBox;
  /** Sender of the mails, `Name <address>`; push services may turn there. */
  sender: () => Promise<string>;
  /** Null: there is no such person. */
  sessionVersionOf: (user_id: number) => Promise<number | null>;
  request: OutboundRequest;
  clock?: Clock;
}

const permanent = (response: string, is_gone = false): SendResult => ({ outcome: 'permanent', response, is_gone });

/** Tells people through the push services of their browsers' makers, who can't read it (RFC 8030, 8188, 8291, 8292). */
export class PushChannel implements Channel {
  private readonly clock: Clock;

  constructor(private readonly options: PushChannelOptions) {
    this.clock = options.clock ?? systemClock;
  }

  async deliver(message: ClaimedMessage, signal: AbortSignal): Promise<SendResult> {
    const { target, recipient } = message;
    if (!target) return permanent('no browser is named');
    const kept = openSubscription(this.options.secrets, target.secrets);
    if (!kept) return permanent('what is known of this browser can not be read, because AUTH_SECRET has changed', true);
    if (kept.session_version !== (await this.options.sessionVersionOf(recipient.id))) {
      return permanent('this browser was signed out when the password changed', true);
    }
    const { public_key, private_key } = await this.options.keys.pair();
    if (private_key === null) return permanent('the keys for pushes can not be read, because AUTH_SECRET has changed');
    const sealed = await this.seal(message, kept, { publicKey: public_key, privateKey: private_key });
    const answer = await this.options.request({ url: kept.endpoint, method: 'POST', ...sealed }, signal);
    const result = sendResultOf(answer, this.clock());
    return answer.kind === 'answer' && GONE.has(answer.status) ? { ...result, is_gone: true } : result;
  }

  private async seal(message: ClaimedMessage, kept: KeptSubscription, keys: { publicKey: string; privateKey: string }) {
    const { publicUrl, sender } = this.options;
    const sentAt = this.clock();
    // Loaded with the first push: the words for all kinds of messages, which a start need not wait for.
    const { shortContent } = await import('@/emails/short');
    const payload = payloadOf(message, shortContent(message, { publicUrl, links: null, sentAt }), sentAt);
    const isTest = message.items.every(({ kind }) => kind === 'test');
    const { headers, body } = webPush.generateRequestDetails(
      { endpoint: kept.endpoint, keys: { p256dh: kept.p256dh, auth: kept.auth } },
      payload,
      {
        vapidDetails: { subject: pushSubject(publicUrl, await sender()), ...keys },
        contentEncoding: 'aes128gcm',
        TTL: isTest ? KEEP_TEST_SECONDS : KEEP_SECONDS,
        urgency: isTest || isImportant(message.items) ? 'high' : 'normal',
        topic: topicOf(message),
      },
    );
    const written = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    return { headers: Object.fromEntries(written) as Record<string, string>, body };
  }
}

/** Of what waits for a phone that is off, only the newest of a topic stays. It tells the push service nothing. */
function topicOf(message: ClaimedMessage): string {
  const { target } = message;
  return createHash('sha256')
    .update(`${target?.id} ${tagOf(message)}`)
    .digest('base64url')
    .slice(0, 32);
}
