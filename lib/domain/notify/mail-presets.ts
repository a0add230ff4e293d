import type { MailSecurity } from './mail-server';

/** The outgoing mail server of a well-known provider, as its own help pages give it. */
export interface MailPreset {
  id: MailPresetId;
  name: string;
  host: string;
  port: number;
  security: MailSecurity;
  /** The user name is the mail address of the account. */
  userIsAddress: boolean;
}

export type MailPresetId =
  | 'gmail'
  | 'microsoft365'
  | 'icloud'
  | 'fastmail'
  | 'gmx'
  | 'webde'
  | 'mailboxorg'
  | 'posteo'
  | 'ses'
  | 'mailgun'
  | 'brevo';

const starttls = { port: 587, security: 'starttls' } as const;
const tls = { port: 465, security: 'tls' } as const;

export const MAIL_PRESETS: readonly MailPreset[] = [
  { id: 'gmail', name: 'Gmail', host: 'smtp.gmail.com', ...starttls, userIsAddress: true },
  { id: 'microsoft365', name: 'Microsoft 365 / Outlook', host: 'smtp.office365.com', ...starttls, userIsAddress: true },
  { id: 'icloud', name: 'iCloud', host: 'smtp.mail.me.com', ...starttls, userIsAddress: true },
  { id: 'fastmail', name: 'Fastmail', host: 'smtp.fastmail.com', ...tls, userIsAddress: true },
  { id: 'gmx', name: 'GMX', host: 'mail.gmx.net', ...starttls, userIsAddress: true },
  { id: 'webde', name: 'WEB.DE', host: 'smtp.web.de', ...starttls, userIsAddress: true },
  { id: 'mailboxorg', name: 'mailbox.org', host: 'smtp.mailbox.org', ...tls, userIsAddress: true },
  { id: 'posteo', name: 'Posteo', host: 'posteo.de', ...tls, userIsAddress: true },
  { id: 'ses', name: 'Amazon SES', host: 'email-smtp.eu-central-1.amazonaws.com', ...starttls, userIsAddress: false },
  { id: 'mailgun', name: 'Mailgun', host: 'smtp.eu.mailgun.org', ...starttls, userIsAddress: true },
  { id: 'brevo', name: 'Brevo', host: 'smtp-relay.brevo.com', ...starttls, userIsAddress: true },
];

/** The provider whose server it is; null for somebody's own. */
export const presetOf = (host: string): MailPreset | null =>
  MAIL_PRESETS.find((preset) => preset.host === host.trim().toLowerCase()) ??
  // Each region of SES has a server of its own.
  (/^email-smtp\.[a-z0-9-]+\.amazonaws\.com$/i.test(host.trim()) ? (MAIL_PRESETS.find(({ id }) => id === 'ses') ?? null) : null);
