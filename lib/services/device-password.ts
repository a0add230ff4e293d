import { createHash, randomBytes } from 'node:crypto';

/** 32 signs that nobody mixes up when typing: no l, o, 0, 1. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** A device's password: 100 random bits as five groups of four letters and digits. */
export function generateDevicePassword(): string {
  const signs = Array.from(randomBytes(GROUPS * GROUP_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return (signs.match(new RegExp(`.{${GROUP_LENGTH}}`, 'g')) ?? []).join('-');
}

/** SHA-256, hex. A fast hash is right for 100 random bits, and every message over HTTP needs one. */
export const hashDevicePassword = (password: string): string => createHash('sha256').update(password).digest('hex');
