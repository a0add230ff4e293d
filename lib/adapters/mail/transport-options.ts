/** How long each step may take, in milliseconds. */
export interface SmtpTimeouts {
  /** Name, TCP and TLS. */
  connection: number;
  /** Until the server says hello. */
  greeting: number;
  /** Silence in the middle of a conversation. */
  socket: number;
}

export const DEFAULT_TIMEOUTS: SmtpTimeouts = { connection: 15_000, greeting: 15_000, socket: 30_000 };

/**
 * nodemailer's options for an SMTP_URL; what the URL's query says (`?requireTLS=true`, `?tls.rejectUnauthorized=false`, …)
 * has the last word.
 *
 * smtp:// without a password encrypts when the server can and does not check its certificate, as mail servers do among each
 * other: who could forge it could as well take the offer of encryption away. With a password, and for smtps://, it is checked.
 */
export function transportOptions(smtpUrl: string, timeouts: SmtpTimeouts) {
  const url = new URL(smtpUrl);
  const checksCertificate = url.protocol === 'smtps:' || url.password !== '';
  return {
    url: smtpUrl,
    pool: true as const,
    maxConnections: 2,
    // A retry is ours: it is recorded, and waits as long as it should.
    maxRequeues: 0,
    idleTimeout: 20_000,
    connectionTimeout: timeouts.connection,
    dnsTimeout: timeouts.connection,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.socket,
    tls: { rejectUnauthorized: checksCertificate },
    // Names of devices and zones are people's words, never files or addresses to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
