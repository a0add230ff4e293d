export { ConfiguredMailer } from './configured-mailer';
export { NOT_CONFIGURED, SmtpMailer, type SmtpMailerOptions } from './smtp-mailer';
export type { SmtpTimeouts } from './transport-options';
