export { ConfiguredMailer } from './configured-mailer';
export { MapPictures } from './map-pictures';
export { NOT_CONFIGURED, SmtpMailer, type SmtpMailerOptions } from './smtp-mailer';
export { SmtpProbe } from './smtp-probe';
export type { SmtpTimeouts } from './transport-options';
