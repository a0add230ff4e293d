import type { WebhookValues } from '@/lib/domain/notify/webhook-fields';
import { type Clock, systemClock } from '@/lib/services/clock';
import type { Channel, SendResult } from '@/lib/services/mailer';
import type { OutboundRequest } from '@/lib/services/outbound';
import type { SecretBox } from '@/lib/services/secret-box';
import { openWebhook, signingSecrets, type WebhookSecrets } from '@/lib/services/target-secrets';
import type { ClaimedMessage, SealedTarget } from '@/lib/storage/ports';
import { masked, webhookResult } from './answers';
import { PRESET_REQUESTS } from './presets';
import { signedBody, signedRequest } from './signed';
import type { Outgoing } from './words';

export interface WebhookChannelOptions {
  publicUrl: string;
  secrets: SecretBox;
  request: OutboundRequest;
  clock?: Clock;
}

const permanent = (response: string): SendResult => ({ outcome: 'permanent', response });

/** Tells programs by signed requests, and people through the services that their webhooks stand for. */
export class WebhookChannel implements Channel {
  private readonly clock: Clock;

  constructor(private readonly options: WebhookChannelOptions) {
    this.clock = options.clock ?? systemClock;
  }

  async deliver(message: ClaimedMessage, signal: AbortSignal): Promise<SendResult> {
    const { target } = message;
    if (!target || target.preset === 'browser') return permanent('no webhook is named');
    const kept = openWebhook(this.options.secrets, target.secrets);
    if (!kept) return permanent('what this webhook keeps can not be read, because AUTH_SECRET has changed; enter it again');
    if (target.preset === 'signed' && kept.signing.length === 0) return permanent('this webhook has no secret; make a new one');
    const outgoing = await this.outgoing(message, target, kept);
    const answer = await this.options.request({ method: 'POST', ...outgoing }, signal);
    // Before anything is cut short: half a secret is not found any more.
    const clean = answer.kind === 'answer' ? { ...answer, body: masked(answer.body, secretsOf(kept)) } : answer;
    return webhookResult(target.preset, clean, this.clock());
  }

  private async outgoing(message: ClaimedMessage, target: SealedTarget, kept: WebhookSecrets): Promise<Outgoing> {
    const now = this.clock();
    // Loaded with the first message: the words for all kinds of them, which a start need not wait for.
    const [{ shortContent }, { LATE_MS }, { withHint }] = await Promise.all([
      import('@/emails/short'),
      import('@/emails/content'),
      import('@/emails/opened-hint'),
    ]);
    const words = shortContent(message, { publicUrl: this.options.publicUrl, links: null, sentAt: now });
    const settings = target.settings as WebhookValues['settings'];
    if (target.preset !== 'signed' && target.preset !== 'browser') {
      const shown = { ...words, url: withHint(words.url, message) };
      return PRESET_REQUESTS[target.preset]({ ...settings, ...kept.fields }, shown, message.items);
    }
    const body = signedBody(message, words, LATE_MS);
    return signedRequest(settings.url ?? '', message.identity, body, signingSecrets(kept, now), now);
  }
}

/** All that must not stand in an attempt; of a list of addresses each one, too. */
const secretsOf = ({ fields, signing }: WebhookSecrets): string[] => [
  ...Object.values(fields).flatMap((value) => [value, ...value.split(/[\s,]+/)]),
  ...signing.map(({ secret }) => secret),
];
