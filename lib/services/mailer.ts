import type { Language, User } from '@/lib/domain/model';
import type { ClaimedDelivery } from '@/lib/storage/ports';

/** How a sending ended, in the server's words. `transient` may go well later, `permanent` never will by itself. */
export interface SendResult {
  outcome: 'sent' | 'transient' | 'permanent';
  response: string;
}

/** A way to tell a person of an event. */
export interface Channel {
  /**
   * Sends one delivery. Never throws for what the other side does: that is the result. The same delivery carries the same
   * identity each time, so that a receiver can drop the second copy. Ends soon after `signal` is aborted.
   */
  deliver(claimed: ClaimedDelivery, signal: AbortSignal): Promise<SendResult>;
}

/** What the mail server said to a test mail, for the person who set it up. */
export interface SmtpReport extends SendResult {
  /** Addresses the server took. */
  accepted: string[];
  message_id: string;
  /** SMTP reply code (RFC 5321), null when there was no reply. */
  response_code: number | null;
  /** The client's name for the error (ECONNREFUSED, EAUTH, …), null when it went well. */
  error_code: string | null;
}

export type TestRecipient = Pick<User, 'email' | 'name' | 'time_zone'> & { language: Language };

/** Sends mails now, for the test. */
export interface TestMailer {
  readonly isConfigured: boolean | Promise<boolean>;
  sendTest(recipient: TestRecipient, at: number, signal: AbortSignal): Promise<SmtpReport>;
}
