import type { Language, User } from '@/lib/domain/model';
import type { ClaimedMessage } from '@/lib/storage/ports';

/** How a sending ended, in the server's words. `transient` may go well later, `permanent` never will by itself. */
export interface SendResult {
  outcome: 'sent' | 'transient' | 'permanent';
  response: string;
  /** The other side may have taken it all the same: no answer came after everything was said. */
  is_ambiguous?: boolean;
  /** The other side asked to come again only after so many milliseconds. */
  retry_after_ms?: number;
  /** There is nobody any more at the other end, and never will be again. */
  is_gone?: boolean;
}

/** A way to tell a person what happened. */
export interface Channel {
  /**
   * Sends one message. Never throws for what the other side does: that is the result. The same message carries the same
   * identity each time, so that a receiver can drop the second copy. Ends soon after `signal` is aborted.
   */
  deliver(message: ClaimedMessage, signal: AbortSignal): Promise<SendResult>;
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
