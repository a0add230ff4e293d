import { createTransport, type SendMailOptions } from 'nodemailer';
import type { MailLinks } from '@/lib/domain/notify/links';
import { NO_MAIL_SERVER } from '@/lib/domain/notify/no-mail-server';
import { type Clock, systemClock } from '@/lib/services/clock';
import type { Channel, SendResult, SmtpReport, TestMailer, TestRecipient } from '@/lib/services/mailer';
import type { LinkedMail, SignedLinks } from '@/lib/services/signed-links';
import type { ClaimedItem, ClaimedMessage } from '@/lib/storage/ports';
import { classifyFailure, words } from './classify';
import type { DrawnMap, MapPictures } from './map-pictures';
import { messageIdOf, messageOf } from './message';
import { renderMessage, renderTest } from './render';
import { noteWhatWasSaid, type Said, type WatchedMail } from './said';
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
  /** Draws where it happened; without it mails have no picture. */
  pictures?: MapPictures;
  timeouts?: Partial<SmtpTimeouts>;
  clock?: Clock;
}

export const NOT_CONFIGURED = NO_MAIL_SERVER;

type Transport = ReturnType<typeof openTransport>;

/** Sends mails over SMTP, through a small pool of connections that opens with the first mail. */
export class SmtpMailer implements Channel, TestMailer {
  private pool: Transport | null = null;
  private testCount = 0;

  constructor(private readonly options: SmtpMailerOptions) {}

  get isConfigured(): boolean {
    return this.options.smtpUrl !== null;
  }

  async deliver(message: ClaimedMessage, signal: AbortSignal): Promise<SendResult> {
    // Before anything is rendered: without a server there is nothing to try.
    if (!this.isConfigured) return { outcome: 'permanent', response: NOT_CONFIGURED };
    const { publicUrl, from, pictures } = this.options;
    const { recipient, items, identity } = message;
    const sentAt = (this.options.clock ?? systemClock)();
    const links = this.options.links?.ofMail(aboutOf(message), sentAt) ?? null;
    const map = (await pictures?.ofMessage(message)) ?? null;
    const mail = await renderMessage(message, { publicUrl, links, sentAt }, map?.picture ?? null);
    const [first] = items as [ClaimedItem];
    const messageId = this.messageId(identity, first.delivery.created_at);
    this.pool ??= this.open();
    const options = messageOf(from, recipient, mail, messageId, unsubscribeHeaders(links));
    return this.send(this.pool, { ...options, attachments: attachmentsOf(map) }, messageId, signal);
  }

  /** Over a connection of its own: greeting, encryption and log-in are part of what is tested. */
  async sendTest(recipient: TestRecipient, at: number, signal: AbortSignal): Promise<SmtpReport> {
    const { publicUrl, from } = this.options;
    const mail = await renderTest({ recipient: recipient.email, at, reader: recipient, publicUrl });
    this.testCount += 1;
    const transport = this.open();
    try {
      const messageId = this.messageId(`test-${process.pid}-${this.testCount}`, at);
      return await this.send(transport, messageOf(from, recipient, mail, messageId), messageId, signal);
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

  private async send(transport: Transport, mail: SendMailOptions, message_id: string, signal: AbortSignal): Promise<SmtpReport> {
    const said: Said = { all: false };
    try {
      const watched: WatchedMail = { ...mail, signal, said };
      const { accepted, response } = await transport.sendMail(watched);
      return {
        outcome: 'sent',
        response: words(response),
        accepted,
        message_id,
        response_code: Number.parseInt(response, 10) || null,
        error_code: null,
      };
    } catch (error) {
      return { ...classifyFailure(error, said.all), accepted: [], message_id };
    }
  }
}

/** The zones of a message, each once, and its events. */
function aboutOf({ recipient, items }: Pick<ClaimedMessage, 'recipient' | 'items'>): LinkedMail {
  const zones = new Map(items.flatMap((item) => ('geofence' in item ? [[item.geofence.id, item.geofence] as const] : [])));
  const event_ids = items.flatMap((item) => (item.kind === 'event' ? [item.event.id] : []));
  return { user_id: recipient.id, zones: [...zones.values()], event_ids };
}

/** RFC 2369 and RFC 8058: mail apps show a button that unsubscribes at once. */
function unsubscribeHeaders(links: MailLinks | null): Record<string, string> {
  if (links === null) return {};
  return { 'List-Unsubscribe': `<${links.unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

const attachmentsOf = (map: DrawnMap | null): SendMailOptions['attachments'] =>
  map === null
    ? []
    : [{ filename: 'map.png', content: map.png, contentType: 'image/png', cid: map.cid, contentDisposition: 'inline' }];

function openTransport(smtpUrl: string, timeouts: SmtpTimeouts) {
  const transport = createTransport(transportOptions(smtpUrl, timeouts));
  transport.use('stream', noteWhatWasSaid);
  return transport;
}
