import { randomBytes } from 'node:crypto';
import { NONCE_BYTES, seal } from '@/lib/domain/owntracks/encryption';
import type { DeviceIdentity } from '@/lib/storage/ports';

/**
 * What is said to a phone, one message or the list that answers a post, as this phone can read it: encrypted when it has a
 * key, else as it is. `sodiumReady` must have been awaited.
 */
export function encryptFor({ encryption_key }: Pick<DeviceIdentity, 'encryption_key'>, message: object): object {
  if (encryption_key === null) return message;
  const data = seal(encryption_key, randomBytes(NONCE_BYTES), Buffer.from(JSON.stringify(message)));
  return { _type: 'encrypted', data };
}
