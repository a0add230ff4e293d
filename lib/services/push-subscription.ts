import { createHash, ECDH } from 'node:crypto';
import type { SecretBox } from './secret-box';
import { openTarget, sealTarget } from './target-secrets';

/** The secret that a browser shares with those who may push (RFC 8291, 3.2). */
const AUTH_BYTES = 16;

/** What a browser gives out so that it can be pushed to. Whoever knows all of it can. */
export interface PushSubscription {
  /** A URL at the push service of the browser's maker. */
  endpoint: string;
  /** The browser's public key, base64url. */
  p256dh: string;
  /** base64url */
  auth: string;
}

/** With the number that the person's sessions had: once they have all ended, the browser is signed out, too. */
export type KeptSubscription = PushSubscription & { session_version: number };

export const sealSubscription = (secrets: SecretBox, kept: KeptSubscription): string => sealTarget(secrets, kept);

/** As `openTarget`. */
export const openSubscription = (secrets: SecretBox, sealed: string | null) => openTarget<KeptSubscription>(secrets, sealed);

/** Finds a subscription again without keeping its address in clear. */
export const endpointHash = (endpoint: string): string => createHash('sha256').update(endpoint).digest('base64url');

/** Push services speak TLS; without it only a service on this machine can be meant. */
export function endpointProblem(endpoint: string): string | null {
  const must = 'it must be an address that begins with https://';
  if (!URL.canParse(endpoint)) return `endpoint is no URL; ${must}`;
  const { protocol, hostname, username, password } = new URL(endpoint);
  if (username !== '' || password !== '') return `endpoint holds a log-in; ${must}`;
  const isHere = protocol === 'http:' && (hostname === 'localhost' || /^127\.|^\[::1\]$/.test(hostname));
  return protocol === 'https:' || isHere ? null : `endpoint begins with ${protocol}//; ${must}`;
}

/** A point of the curve P-256, uncompressed. */
export function publicKeyProblem(p256dh: string): string | null {
  const bytes = Buffer.from(p256dh, 'base64url');
  const message = 'p256dh must be a point of the curve P-256, 65 bytes as base64url';
  if (bytes.length !== 65 || bytes[0] !== 4) return message;
  try {
    ECDH.convertKey(bytes, 'prime256v1');
    return null;
  } catch {
    return message;
  }
}

export function authProblem(auth: string): string | null {
  const { length } = Buffer.from(auth, 'base64url');
  return length === AUTH_BYTES ? null : `auth has ${length} bytes; it must have ${AUTH_BYTES}, as base64url`;
}
