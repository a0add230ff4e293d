import { createTransport } from 'nodemailer';
import type { EventMailProps } from '@/emails';
import type { MailLinks } from '@/lib/domain/notify/links';
import { NO_MAIL_SERVER } from '@/lib/domain/notify/no-mail-server';
import { type Clock, systemClock } from '@/lib/services/clock';
import type { Channel, SendResult, SmtpReport, TestMailer, TestRecipient } from '@/lib/services/mailer';
import type { LinkedMail, SignedLinks } from '@/lib/services/signed-links';
import type { ClaimedItem, ClaimedMessage } from '@/lib/storage/ports';
import { classifyFailure, words } from './classify';
import { type Addressee, messageIdOf, messageOf } from './message';
import { type RenderedMail, renderAlert, renderEvent, renderTest } from './render';
import { DEFAULT_TIMEOUTS, type SmtpTimeouts, transportOptions } from './transport-options';

export interface SmtpMailerOptions {
  /** Null: not configured; each delivery fails at once and says so. */
  smtpUrl: string | null;
  /** `Name <address>` */
  from: string;
  /** Where the links in the mails lead; without a slash at the end. */
  publicUrl: string;
  /** Signs the links that work without a sign-in; without it mails have none. */
  links?: SignedLinks;
  timeouts?: Partial<SmtpTimeouts>;
  clock?: Clock;
}

export const NOT_CONFIGURED = NO_MAIL_SERVER;

type MailFrame = Pick<EventMailProps, 'reader' | 'sentAt' | 'publicUrl' | 'links'>;

type Transport = ReturnType<typeof openTransport>;

/** Sends mails over SMTP, through a small pool of connections that opens with the first mail. */
export class SmtpMailer implements Channel, TestMailer {
  private pool: Transport | null = null;
  private testCount = 0;

  constructor(private readonly options: SmtpMailerOptions) {}

  get isConfigured(): boolean {
    return this.options.smtpUrl !== null;
  }

  async deliver({ identity, recipient, items }: ClaimedMessage, signal: AbortSignal): Promise<SendResult> {
    // Before anything is rendered: without a server there is nothing to try.
    if (!this.isConfigured) return { outcome: 'permanent', response: NOT_CONFIGURED };
    const [first] = items as [ClaimedItem];
    const sentAt = (this.options.clock ?? systemClock)();
    const about = aboutOf(first);
    const links = (about && this.options.links?.ofMail(about, sentAt)) ?? null;
    const mail = await this.render(first, recipient, { reader: recipient, sentAt, publicUrl: this.options.publicUrl, links });
    this.pool ??= this.open();
    const messageId = this.messageId(identity, first.delivery.created_at);
    return this.send(this.pool, recipient, { ...mail, headers: unsubscribeHeaders(links) }, messageId, signal);
  }

  private render(item: ClaimedItem, { email }: Addressee, shared: MailFrame): Promise<RenderedMail> {
    if (item.kind === 'event') return renderEvent({ ...item, ...shared });
    if (item.kind === 'alert') return renderAlert({ ...item, ...shared });
    return renderTest({ recipient: email, at: shared.sentAt, ...shared });
  }

  /** Over a connection of its own: greeting, encryption and log-in are part of what is tested. */
  async sendTest(recipient: TestRecipient, at: number, signal: AbortSignal): Promise<SmtpReport> {
    const { publicUrl } = this.options;
    const mail = await renderTest({ recipient: recipient.email, at, reader: recipient, publicUrl });
    this.testCount += 1;
    const transport = this.open();
    try {
      const messageId = this.messageId(`test-${process.pid}-${this.testCount}`, at);
      return await this.send(transport, recipient, mail, messageId, signal);
    } finally {
      transport.close({ force: true });
    }
  }

  /** Closes the connections, those in the middle of a mail too. */
  async close(): Promise<void> {
    this.pool?.close({ force: true });
    this.pool = null;
  }

  private messageId(name: string, at: number): string {
    return messageIdOf(name, at, this.options.from, this.options.publicUrl);
  }

  private open(): Transport {
    const { smtpUrl, timeouts } = this.options;
    if (smtpUrl === null) throw new Error(NOT_CONFIGURED);
    return openTransport(smtpUrl, { ...DEFAULT_TIMEOUTS, ...timeouts });
  }

  private async send(
    transport: Transport,
    to: Addressee,
    mail: RenderedMail & { headers?: Record<string, string> },
    messageId: string,
    signal: AbortSignal,
  ): Promise<SmtpReport> {
    try {
      const message = messageOf(this.options.from, to, mail, messageId, mail.headers);
      const { accepted, response } = await transport.sendMail({ ...message, signal });
      return {
        outcome: 'sent',
        response: words(response),
        accepted,
        message_id: messageId,
        response_code: Number.parseInt(response, 10) || null,
        error_code: null,
      };
    } catch (error) {
      return { ...classifyFailure(error), accepted: [], message_id: messageId };
    }
  }
}

function aboutOf(item: ClaimedItem): LinkedMail | null {
  if (!('geofence' in item)) return null;
  const { user_id, event_id } = item.delivery;
  return { user_id, zones: [item.geofence], event_id };
}

/** RFC 2369 and RFC 8058: mail apps show a button that unsubscribes at once. */
function unsubscribeHeaders(links: MailLinks | null): Record<string, string> {
  if (links === null) return {};
  return { 'List-Unsubscribe': `<${links.unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

const openTransport = (smtpUrl: string, timeouts: SmtpTimeouts) => createTransport(transportOptions(smtpUrl, timeouts));
