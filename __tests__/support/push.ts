import { createECDH, type ECDH, randomBytes } from 'node:crypto';

/** A browser's side of a subscription: what it gives out, and what it keeps to itself. */
export class PushBrowser {
  private readonly curve: ECDH = createECDH('prime256v1');
  private readonly auth = randomBytes(16);

  constructor(readonly endpoint: string) {
    this.curve.generateKeys();
  }

  get keys() {
    return { p256dh: this.curve.getPublicKey('base64url'), auth: this.auth.toString('base64url') };
  }

  /** As `PushSubscription.toJSON`. */
  get subscription() {
    return { endpoint: this.endpoint, expirationTime: null, keys: this.keys };
  }
}
