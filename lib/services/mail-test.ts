import type { User } from '@/lib/domain/model';
import type { Clock } from './clock';
import { ServiceError } from './errors';
import type { SmtpReport, TestMailer } from './mailer';

const PER_MINUTE = 5;
const MINUTE_MS = 60_000;
const TIMEOUT_MS = 30_000;

/** The test mail: a person sees at once whether mails arrive, and if not, what the server says. */
export class MailTest {
  private readonly recent = new Map<number, number[]>();

  constructor(
    private readonly mailer: TestMailer,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a real mail to the actor's own address, now.
   * @returns what the server answered
   * @throws ServiceError VALIDATION_ERROR without a mail server, RATE_LIMITED beyond five a minute, INTERNAL_ERROR with the server's words
   * when it did not take the mail; `details.smtp` tells the rest
   */
  async sendTestNotification(actor: User): Promise<SmtpReport> {
    if (!(await this.mailer.isConfigured)) {
      const missing =
        'no mail server is set up: an admin can do so under More → Mail, or with SMTP_URL (smtp://user:password@host:587)';
      throw new ServiceError('VALIDATION_ERROR', missing, { SMTP_URL: missing });
    }
    const now = this.clock();
    this.mustNotFlood(actor.id, now);
    const report = await this.mailer.sendTest(actor, now, AbortSignal.timeout(TIMEOUT_MS));
    if (report.outcome !== 'sent') {
      const kind = report.outcome === 'permanent' ? 'refused for good' : 'not taken for now; deliveries are tried again';
      throw new ServiceError('INTERNAL_ERROR', `the test mail was ${kind}: ${report.response}`, { smtp: report });
    }
    return report;
  }

  private mustNotFlood(user_id: number, now: number): void {
    const recent = (this.recent.get(user_id) ?? []).filter((at) => now - at < MINUTE_MS);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= PER_MINUTE) {
      const retry_after_seconds = Math.ceil((oldest + MINUTE_MS - now) / 1000);
      const message = `at most ${PER_MINUTE} test mails a minute; try again in ${retry_after_seconds} s`;
      throw new ServiceError('RATE_LIMITED', message, { retry_after_seconds });
    }
    this.recent.set(user_id, [...recent, now]);
  }
}
