import { createHmac } from 'node:crypto';
import { matterJson } from '@/lib/services/matter-json';
import type { ClaimedMessage } from '@/lib/storage/ports';
import type { Outgoing, Words } from './words';

/** The body of a signed webhook. @param lateMs received so long after it could be known, an event counts as late */
export function signedBody({ identity, items: [item] }: ClaimedMessage, words: Words, lateMs: number): string {
  if (!item) throw new Error('a message without a matter');
  return matterJson(item, words, lateMs, identity);
}

/** HMAC-SHA-256 over the time and the body, as hex. @param timestamp Unix seconds, as in the header */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/** @param secrets those that are valid now, the newest first: while a receiver is changed, either proves the sender */
export function signedRequest(url: string, identity: string, body: string, secrets: readonly string[], now: number): Outgoing {
  const timestamp = String(Math.floor(now / 1000));
  return {
    url,
    body,
    headers: {
      'content-type': 'application/json',
      'Idempotency-Key': identity,
      'Fencepost-Timestamp': timestamp,
      'Fencepost-Signature': secrets.map((secret) => `v1=${signatureOf(secret, timestamp, body)}`).join(','),
    },
  };
}
