import type { SendResult } from '@/lib/services/mailer';

/** What nodemailer adds to an error; all of it may be missing. */
interface SmtpError extends Error {
  code?: string;
  response?: string;
  responseCode?: number;
}

export interface SmtpFailure extends SendResult {
  outcome: 'transient' | 'permanent';
  response_code: number | null;
  error_code: string | null;
}

/** Errors without a reply that no later attempt can heal: the address or the configuration is wrong. */
const PERMANENT_CODES = new Set([
  'EENVELOPE',
  'EMESSAGE',
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'ECONFIG',
  'EREQUIRETLS',
  'EMAXRECIPIENTS',
]);

const LONGEST_RESPONSE = 500;

/**
 * Whether another attempt could go well, with the server's words. As RFC 5321 has it: a 4yz reply is transient, a 5yz
 * reply permanent, except 503, which speaks of the session and not of the mail. A refused password (535) is permanent too:
 * somebody must change SMTP_URL, and trying it for a day gets accounts locked. What did not come as a reply (refused or
 * dropped connection, timeout, name or TLS trouble) is transient.
 */
export function classifyFailure(error: unknown): SmtpFailure {
  const { code, response, responseCode, message } = error as SmtpError;
  const isPermanent = responseCode ? responseCode >= 500 && responseCode !== 503 : PERMANENT_CODES.has(code ?? '');
  return {
    outcome: isPermanent ? 'permanent' : 'transient',
    response: words(response || explain(code, message)),
    response_code: responseCode || null,
    error_code: code ?? null,
  };
}

function explain(code: string | undefined, message: string): string {
  // The pool's own way to say that the connection went away while it was sending.
  if (/^Reached maximum number of retries/.test(message)) return 'the mail server closed the connection (ECONNECTION)';
  return code && !message.includes(code) ? `${message} (${code})` : message;
}

/** One line: replies may have several. */
export function words(response: string): string {
  return response
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_RESPONSE);
}
