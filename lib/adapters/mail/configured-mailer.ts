import type { MailRoutes } from '@/lib/services/mail-settings';
import type { Channel, SendResult, SmtpReport, TestMailer, TestRecipient } from '@/lib/services/mailer';
import type { ClaimedMessage } from '@/lib/storage/ports';
import { SmtpMailer, type SmtpMailerOptions } from './smtp-mailer';

/** As for the mailer of one server. */
type Options = Omit<SmtpMailerOptions, 'smtpUrl' | 'from'>;

/** A mailer for one state of the settings. */
interface Held {
  /** The settings that it was made for. */
  key: string;
  mailer: SmtpMailer;
  problem: string | null;
  sending: number;
}

/**
 * Sends mails over the server that is set up at that moment: before each mail it looks whether the settings are still
 * those of its connections. After a change the mails that are under way end over the old ones, which are closed after them.
 */
export class ConfiguredMailer implements Channel, TestMailer {
  private readonly held = new Set<Held>();
  private current: Held | null = null;

  constructor(
    private readonly routes: Pick<MailRoutes, 'route'>,
    private readonly options: Options,
  ) {}

  get isConfigured(): Promise<boolean> {
    return this.routes.route().then(({ smtpUrl }) => smtpUrl !== null);
  }

  async deliver(message: ClaimedMessage, signal: AbortSignal): Promise<SendResult> {
    return this.with(async ({ mailer, problem }) =>
      problem === null ? mailer.deliver(message, signal) : { outcome: 'permanent', response: problem },
    );
  }

  sendTest(recipient: TestRecipient, at: number, signal: AbortSignal): Promise<SmtpReport> {
    return this.with(({ mailer }) => mailer.sendTest(recipient, at, signal));
  }

  /** Closes the connections, those in the middle of a mail too. */
  async close(): Promise<void> {
    this.current = null;
    await Promise.all([...this.held].map(({ mailer }) => mailer.close()));
    this.held.clear();
  }

  private async with<T>(work: (held: Held) => Promise<T>): Promise<T> {
    const held = await this.hold();
    try {
      return await work(held);
    } finally {
      held.sending -= 1;
      await this.dropReplaced();
    }
  }

  /** The mailer of the settings as they are, counted as sending. */
  private async hold(): Promise<Held> {
    const { smtpUrl, from, problem } = await this.routes.route();
    const key = JSON.stringify([smtpUrl, from, problem]);
    const held = this.current?.key === key ? this.current : this.exchange(key, problem, { smtpUrl, from });
    held.sending += 1;
    await this.dropReplaced();
    return held;
  }

  private exchange(key: string, problem: string | null, server: Pick<SmtpMailerOptions, 'smtpUrl' | 'from'>): Held {
    const held = { key, problem, mailer: new SmtpMailer({ ...this.options, ...server }), sending: 0 };
    this.current = held;
    this.held.add(held);
    return held;
  }

  private async dropReplaced(): Promise<void> {
    for (const held of [...this.held]) {
      if (held === this.current || held.sending > 0) continue;
      this.held.delete(held);
      await held.mailer.close();
    }
  }
}
