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
 * @param saidAll the whole mail had gone out: without a reply, the server may have taken it
 */
export function classifyFailure(error: unknown, saidAll = false): SmtpFailure {
  const { code, response, responseCode, message } = error as SmtpError;
  const isPermanent = responseCode ? responseCode >= 500 && responseCode !== 503 : PERMANENT_CODES.has(code ?? '');
  const retry_after_ms = isPermanent || !response ? null : askedToWait(response);
  return {
    outcome: isPermanent ? 'permanent' : 'transient',
    response: words(response || explain(code, message)),
    response_code: responseCode || null,
    error_code: code ?? null,
    ...(saidAll && !responseCode && !isPermanent ? { is_ambiguous: true } : {}),
    ...(retry_after_ms === null ? {} : { retry_after_ms }),
  };
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;
const LONGEST_WAIT_MS = 3_600_000;

/** As servers that greylist say it: "try again in 300 seconds", "come back in 5 minutes". */
const WAIT = /\b(?:again|back|retry|wait|delayed|greylisted)\b.{0,30}?\b(\d{1,5})\s*(s|m|h)(?:ec|in|our|econd|inute)?s?\b/i;

/** How long a server asks to wait, in milliseconds; null: it does not say. No longer than an hour, whatever it says. */
function askedToWait(response: string): number | null {
  const [, amount, unit] = WAIT.exec(response) ?? [];
  if (!amount || !unit) return null;
  return Math.min(Number(amount) * UNITS[unit.toLowerCase() as keyof typeof UNITS], LONGEST_WAIT_MS) || null;
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
