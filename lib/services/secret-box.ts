import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v1';

/**
 * Keeps secrets that must be had again in clear: AES-256-GCM with a key derived from AUTH_SECRET by HKDF-SHA-256,
 * another one for each purpose.
 */
export class SecretBox {
  constructor(private readonly authSecret: string) {}

  seal(purpose: string, clear: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key(purpose), iv);
    const sealed = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()]);
    return [VERSION, ...[iv, cipher.getAuthTag(), sealed].map((bytes) => bytes.toString('base64url'))].join('.');
  }

  /** @returns null when it was sealed with another AUTH_SECRET or purpose, or was changed */
  open(purpose: string, sealed: string): string | null {
    const [version, iv, tag, text] = sealed.split('.');
    if (version !== VERSION || !iv || !tag || text === undefined) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key(purpose), Buffer.from(iv, 'base64url'));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return decipher.update(Buffer.from(text, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return null;
    }
  }

  private key(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.authSecret, 'fencepost', purpose, 32));
  }
}
