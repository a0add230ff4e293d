import type { SendMailOptions } from 'nodemailer';
import type { MailContent } from '@/emails';
import type { Channel, SendResult, SmtpReport, TestMailer, TestRecipient } from '@/lib/services/mailer';
import type { ClaimedDelivery } from '@/lib/storage/ports';
import { classifyFailure, words } from './classify';
import { DEFAULT_TIMEOUTS, type SmtpTimeouts, transportOptions } from './transport-options';

export interface SmtpMailerOptions {
  /** Null: not configured; each delivery fails at once and says so. */
  smtpUrl: string | null;
  /** `Name <address>` */
  from: string;
  /** Where the links in the mails lead; without a slash at the end. */
  publicUrl: string;
  timeouts?: Partial<SmtpTimeouts>;
}

export const NOT_CONFIGURED = 'SMTP is not configured (SMTP_URL)';

type Transport = Awaited<ReturnType<typeof makeTransport>>;

/** Sends mails over SMTP, through a small pool of connections that opens with the first mail. */
export class SmtpMailer implements Channel, TestMailer {
  private transport: Promise<Transport> | null = null;
  private testCount = 0;

  constructor(private readonly options: SmtpMailerOptions) {}

  get isConfigured(): boolean {
    return this.options.smtpUrl !== null;
  }

  async deliver(claimed: ClaimedDelivery, signal: AbortSignal): Promise<SendResult> {
    // Before anything is rendered: without a server there is nothing to try.
    if (!this.isConfigured) return { outcome: 'permanent', response: NOT_CONFIGURED };
    const { eventContent } = await import('@/emails');
    const { delivery, event, geofence, device, recipient } = claimed;
    const content = eventContent({ event, geofence, device, reader: recipient, publicUrl: this.options.publicUrl });
    return this.send(recipient, content, this.messageId(`delivery-${delivery.id}`, delivery.created_at), signal);
  }

  async sendTest(recipient: TestRecipient, at: number, signal: AbortSignal): Promise<SmtpReport> {
    const { testContent } = await import('@/emails');
    const content = testContent({ recipient: recipient.email, at, reader: recipient, publicUrl: this.options.publicUrl });
    this.testCount += 1;
    return this.send(recipient, content, this.messageId(`test-${process.pid}-${this.testCount}`, at), signal);
  }

  /** Closes the connections, those in the middle of a mail too. */
  async close(): Promise<void> {
    const transport = await this.transport;
    this.transport = null;
    transport?.transporter.close({ force: true });
  }

  /** The same for the same delivery, so that a second copy can be told; the time tells databases apart that count from 1. */
  private messageId(name: string, at: number): string {
    const domain = /@([^\s>@]+)>?\s*$/.exec(this.options.from)?.[1] ?? new URL(this.options.publicUrl).hostname;
    return `<${name}.${at.toString(36)}@${domain}>`;
  }

  private async send(
    to: Pick<TestRecipient, 'email' | 'name'>,
    content: MailContent,
    messageId: string,
    signal: AbortSignal,
  ): Promise<SmtpReport> {
    const { transporter, render } = await this.open();
    const { html, text } = await render(content);
    const message: SendMailOptions = {
      from: this.options.from,
      to: { name: to.name, address: to.email },
      subject: content.subject,
      text,
      html,
      messageId,
      // RFC 3834: no out-of-office answers to this.
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Content-Language': content.language },
      signal,
    };
    try {
      const info = await transporter.sendMail(message);
      return {
        outcome: 'sent',
        response: words(info.response),
        accepted: info.accepted,
        message_id: messageId,
        response_code: Number.parseInt(info.response, 10) || null,
        error_code: null,
      };
    } catch (error) {
      return { ...classifyFailure(error), accepted: [], message_id: messageId };
    }
  }

  private open(): Promise<Transport> {
    const { smtpUrl, timeouts } = this.options;
    if (smtpUrl === null) throw new Error(NOT_CONFIGURED);
    this.transport ??= makeTransport(smtpUrl, { ...DEFAULT_TIMEOUTS, ...timeouts });
    return this.transport;
  }
}

/** Loaded with the first mail: templates and their renderer cost half a second and 40 MB, which a start should not pay. */
async function makeTransport(smtpUrl: string, timeouts: SmtpTimeouts) {
  const [{ createTransport }, { createElement }, { render }, { MailPage, mailText }] = await Promise.all([
    import('nodemailer'),
    import('react'),
    import('react-email'),
    import('@/emails'),
  ]);
  return {
    transporter: createTransport(transportOptions(smtpUrl, timeouts)),
    render: async (content: MailContent) => ({
      html: await render(createElement(MailPage, { content })),
      text: mailText(content),
    }),
  };
}
