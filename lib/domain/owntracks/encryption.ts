import sodium from 'libsodium-wrappers';

/**
 * The payload encryption of OwnTracks: XSalsa20-Poly1305 as libsodium's `crypto_secretbox_easy` makes it. The key is the
 * passphrase's UTF-8 bytes, filled up with zero bytes; `data` is the base64 of nonce and box.
 */

/** To be awaited once at the start of a process, before the first `seal` or `open`: libsodium is WebAssembly. */
export const sodiumReady: Promise<void> = sodium.ready;

export const NONCE_BYTES = 24;
export const KEY_BYTES = 32;
const TAG_BYTES = 16;

const encoder = new TextEncoder();

/** @throws RangeError when the passphrase has more than 32 bytes */
function keyOf(passphrase: string): Uint8Array {
  const bytes = encoder.encode(passphrase);
  if (bytes.length > KEY_BYTES) throw new RangeError(`the key has ${bytes.length} bytes; it must have at most ${KEY_BYTES}`);
  const key = new Uint8Array(KEY_BYTES);
  key.set(bytes);
  return key;
}

/**
 * @param passphrase at most 32 bytes in UTF-8
 * @param nonce 24 bytes, never used twice with one passphrase
 * @returns the `data` member of an encrypted message
 */
export function seal(passphrase: string, nonce: Uint8Array, clear: Uint8Array): string {
  const box = sodium.crypto_secretbox_easy(clear, nonce, keyOf(passphrase));
  return Buffer.concat([nonce, box]).toString('base64');
}

/** @returns null when `data` was made with another key, was changed, or is no box at all */
export function open(passphrase: string, data: string): Uint8Array | null {
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  try {
    return sodium.crypto_secretbox_open_easy(bytes.subarray(NONCE_BYTES), bytes.subarray(0, NONCE_BYTES), keyOf(passphrase));
  } catch (error) {
    // Of the caller: nobody waited for `sodiumReady`. It must not look like a wrong key.
    if (error instanceof TypeError) throw error;
    return null;
  }
}
