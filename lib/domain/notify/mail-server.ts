/** How the way to the mail server is encrypted: not at all, after a plain greeting (port 587), from the first byte on (port 465). */
export const MAIL_SECURITIES = ['none', 'starttls', 'tls'] as const;
export type MailSecurity = (typeof MAIL_SECURITIES)[number];

/** The settings as an admin sees them: never with the password. */
export interface MailView {
  source: 'environment' | 'settings' | 'none';
  /** What the environment decides and the page can't change. */
  locked: { server: boolean; from: boolean };
  host: string;
  port: number;
  security: MailSecurity;
  user: string;
  has_password: boolean;
  from_address: string;
  from_name: string;
  /** Why what is set up can't be used. */
  problem: string | null;
  updated_at: number | null;
}

/** The parts of a test, in the order in which they are shown; with `tls` the encryption comes before the greeting. */
export const PROBE_STEPS = ['dns', 'tcp', 'greeting', 'tls', 'auth', 'mail', 'rcpt', 'data'] as const;
export type ProbeStepName = (typeof PROBE_STEPS)[number];

export type ProbeState = 'ok' | 'failed' | 'skipped';

/** How one part of the test of a mail server went. */
export interface ProbeStep {
  step: ProbeStepName;
  state: ProbeState;
  duration_ms: number;
  /** The server's words, or those of the system where there was no server to speak; null where nothing was said. */
  said: string | null;
  /** What to do about it. */
  hint: ProbeHint | null;
}

/** What may be wrong, as far as it can be told from outside; the pages have the words for it. */
export const PROBE_HINTS = [
  'host_unknown',
  'dns_trouble',
  'refused',
  'unreachable',
  'blocked_port',
  'closed',
  'silent',
  'not_ready',
  'speaks_plain',
  'speaks_tls',
  'no_starttls',
  'certificate_expired',
  'certificate_name',
  'certificate_self_signed',
  'certificate_unknown',
  'tls_trouble',
  'password_wrong',
  'app_password',
  'auth_missing',
  'auth_encryption',
  'auth_needed',
  'sender_refused',
  'recipient_unknown',
  'relay_denied',
  'greylisted',
  'later',
  'content_refused',
  'too_large',
  'timeout',
  'unencrypted',
] as const;
export type ProbeHint = (typeof PROBE_HINTS)[number];

/** What is known of a step that failed. */
export interface ProbeFailure {
  /** The system's or the client's name for the error: ECONNREFUSED, CERT_HAS_EXPIRED, ETIMEDOUT, … */
  code: string | null;
  /** SMTP reply code (RFC 5321), null when there was no reply. */
  response_code: number | null;
  words: string;
}

/** Mail providers that want a password made for the app, by their servers' names. */
const APP_PASSWORD_HOSTS =
  /(^|\.)(gmail\.com|googlemail\.com|mail\.me\.com|fastmail\.com|yahoo\.com|office365\.com|outlook\.com)$/i;

/** Port 25 is closed at most providers of home and cloud networks. */
const OFTEN_BLOCKED = 25;

/** The server of a test. */
export interface ProbedServer {
  host: string;
  port: number;
  /** Encrypted from the first byte on. */
  secure: boolean;
}

/** What to do about a step that failed. */
export function hintOf(step: ProbeStepName, failure: ProbeFailure, server: ProbedServer): ProbeHint {
  switch (step) {
    case 'dns':
      return failure.code === 'ENOTFOUND' || failure.code === 'ENODATA' ? 'host_unknown' : 'dns_trouble';
    case 'tcp':
      return tcpHint(failure, server.port);
    case 'greeting':
      return greetingHint(failure, server.secure);
    case 'tls':
      return tlsHint(failure);
    case 'auth':
      return authHint(failure, server.host);
    default:
      return mailHint(step, failure);
  }
}

function tcpHint({ code }: ProbeFailure, port: number): ProbeHint {
  if (code === 'ECONNREFUSED') return 'refused';
  return code === 'ETIMEDOUT' && port === OFTEN_BLOCKED ? 'blocked_port' : 'unreachable';
}

/** Who waits for encryption to begin says nothing. */
function greetingHint({ code, response_code }: ProbeFailure, secure: boolean): ProbeHint {
  if (response_code !== null) return 'not_ready';
  if (code !== 'ETIMEDOUT') return 'closed';
  return secure ? 'silent' : 'speaks_tls';
}

/** OpenSSL's names for what is wrong with a certificate (verify(1)), and Node's. */
function tlsHint({ code, response_code, words }: ProbeFailure): ProbeHint {
  const text = `${code ?? ''} ${words}`;
  if (response_code !== null) return 'no_starttls';
  if (/CERT_HAS_EXPIRED|certificate has expired/i.test(text)) return 'certificate_expired';
  if (/ALTNAME|does not match certificate/i.test(text)) return 'certificate_name';
  if (/SELF_SIGNED|self[- ]signed/i.test(text)) return 'certificate_self_signed';
  if (/UNABLE_TO_(GET|VERIFY)|issuer certificate|verify the first/i.test(text)) return 'certificate_unknown';
  if (/wrong version number|packet length too long|WRONG_VERSION/i.test(text)) return 'speaks_plain';
  return code === 'ETIMEDOUT' ? 'timeout' : 'tls_trouble';
}

function authHint({ code, response_code, words }: ProbeFailure, host: string): ProbeHint {
  if (response_code === 530 || response_code === 538 || /must issue a starttls|encryption required/i.test(words)) {
    return 'auth_encryption';
  }
  if (response_code === null && code === 'ETIMEDOUT') return 'timeout';
  if (response_code !== null && response_code < 500) return 'later';
  if (response_code === null || response_code === 502 || response_code === 504)
    return code === 'ENOAUTH' ? 'auth_missing' : 'closed';
  return APP_PASSWORD_HOSTS.test(host) || /app(lication)?[- ]specific|app password/i.test(words)
    ? 'app_password'
    : 'password_wrong';
}

function mailHint(step: ProbeStepName, { code, response_code, words }: ProbeFailure): ProbeHint {
  if (response_code === null) return code === 'ETIMEDOUT' ? 'timeout' : 'closed';
  if (response_code < 500) return /gr[ae]y/i.test(words) ? 'greylisted' : 'later';
  if (response_code === 530 || /authenticat(e|ion) (is )?required/i.test(words)) return 'auth_needed';
  if (response_code === 552 && step !== 'rcpt') return 'too_large';
  if (step === 'mail') return 'sender_refused';
  if (step === 'data') return /sender|from address|send as/i.test(words) ? 'sender_refused' : 'content_refused';
  return /relay/i.test(words) ? 'relay_denied' : 'recipient_unknown';
}

const domainOf = (address: string) => /@([^\s@]+)$/.exec(address.trim())?.[1]?.toLowerCase() ?? null;

/**
 * Whether mails will be sent in the name of a domain other than the one of the account: many servers refuse that, and
 * those who receive it can't tell it from a forgery (DMARC alignment, RFC 7489, 3.1).
 */
export function isForeignSender(user: string, fromAddress: string): boolean {
  const [account, from] = [domainOf(user), domainOf(fromAddress)];
  return account !== null && from !== null && account !== from && !from.endsWith(`.${account}`) && !account.endsWith(`.${from}`);
}
