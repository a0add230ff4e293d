import { stat } from 'node:fs/promises';
import type { Clock } from '@/lib/services/clock';
import { type Certificate, type CertificateFiles, readCertificate } from './certificate';

const POLL_MS = 2_000;
/** So long before its end it is time to say that nobody has renewed it. */
const EXPIRES_SOON_MS = 3 * 86_400_000;

export interface LiveCertificateOptions {
  files: CertificateFiles;
  clock: Clock;
  /** A line for the log. */
  onNotice?: (line: string) => void;
  pollMs?: number;
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** What tells one content of a file from another, whichever way it came there: written, renamed or linked anew. */
async function signatureOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = await stat(file);
    return [dev, ino, size, mtimeMs, ctimeMs].join(' ');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
}

/**
 * The certificate of the TLS listeners, read again when its files have changed. The files are asked every two seconds rather than
 * watched: certbot swaps links, Caddy renames, containers mount other folders, and no watch sees all of these. A change
 * is looked at once the files have stopped changing, so that a certificate never meets the key before it.
 */
export class LiveCertificate {
  /** Why the files as they are now are not used; null while they are. */
  private problem: string | null = null;
  private current: Certificate | null = null;
  private used = '';
  private tried = '';
  private seen = '';
  private timer: NodeJS.Timeout | null = null;
  private warned = '';

  constructor(private readonly options: LiveCertificateOptions) {}

  /** @throws Error that names MQTT_TLS_CERT or MQTT_TLS_KEY */
  async start(onRenewed: (certificate: Certificate) => void): Promise<Certificate> {
    this.used = await this.signature();
    this.tried = this.used;
    this.seen = this.used;
    const certificate = await readCertificate(this.options.files);
    this.current = certificate;
    this.warn();
    const again = () => {
      this.timer = setTimeout(() => this.poll(onRenewed).finally(() => this.timer && again()), this.options.pollMs ?? POLL_MS);
      this.timer.unref();
    };
    again();
    return certificate;
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  get certificate(): Certificate | null {
    return this.current;
  }

  /** What an operator should know of it, or null. */
  detail(): string | null {
    return [this.problem, this.validity()].filter(Boolean).join('; ') || null;
  }

  private async poll(onRenewed: (certificate: Certificate) => void): Promise<void> {
    this.warn();
    const now = await this.signature();
    const isSettled = now === this.seen;
    this.seen = now;
    if (!isSettled || now === this.tried) return;
    this.tried = now;
    if (now === this.used) {
      this.problem = null;
      return;
    }
    try {
      const certificate = await readCertificate(this.options.files);
      onRenewed(certificate);
      this.current = certificate;
      this.used = now;
      this.problem = null;
      this.options.onNotice?.(`a new certificate is used, valid until ${dayOf(certificate.expires_at)}`);
    } catch (error) {
      this.problem = `${(error as Error).message}. The certificate from before is still used`;
      this.options.onNotice?.(this.problem);
    }
  }

  /** Once for each thing there is to say. */
  private warn(): void {
    const line = this.validity();
    if (line && line !== this.warned) this.options.onNotice?.(line);
    this.warned = line ?? '';
  }

  private validity(): string | null {
    if (!this.current) return null;
    const { valid_from, expires_at } = this.current;
    const now = this.options.clock();
    const subject = `the certificate in ${this.options.files.cert}`;
    if (now >= expires_at) return `${subject} has expired on ${dayOf(expires_at)}; phones refuse it`;
    if (now < valid_from) return `${subject} is valid from ${dayOf(valid_from)} only; phones refuse it until then`;
    return expires_at - now < EXPIRES_SOON_MS ? `${subject} expires on ${dayOf(expires_at)}` : null;
  }

  private async signature(): Promise<string> {
    const { cert, key } = this.options.files;
    return `${await signatureOf(cert)}|${await signatureOf(key)}`;
  }
}
