import type { SendMailOptions } from 'nodemailer';
import type { TestRecipient } from '@/lib/services/mailer';
import type { RenderedMail } from './render';

export type Addressee = Pick<TestRecipient, 'email' | 'name'>;

/** A mail as nodemailer takes it. @param from `Name <address>` @param headers those of this mail beside the usual ones */
export const messageOf = (
  from: string,
  to: Addressee,
  mail: RenderedMail,
  messageId: string,
  headers: Record<string, string> = {},
): SendMailOptions => ({
  from,
  to: { name: to.name, address: to.email },
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  messageId,
  // RFC 3834: no out-of-office answers to this.
  headers: {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Content-Language': mail.language,
    ...headers,
  },
});

/** The same for the same name and time, so that a second copy can be told; the time tells databases apart that count from 1. */
export function messageIdOf(name: string, at: number, from: string, publicUrl: string): string {
  const domain = /@([^\s>@]+)>?\s*$/.exec(from)?.[1] ?? new URL(publicUrl).hostname;
  return `<${name}.${at.toString(36)}@${domain}>`;
}
