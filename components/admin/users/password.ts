/** Letters and digits that can't be taken for one another when read aloud or copied by hand. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/**
 * A password of four groups of five characters, 100 bits.
 * @param bytes at least 20 random bytes; given so that the function stays pure
 */
export function passwordFrom(bytes: Uint8Array): string {
  const characters = [...bytes.slice(0, GROUPS * GROUP_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return Array.from({ length: GROUPS }, (_, group) =>
    characters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  ).join('-');
}

/** A password from the browser's secure random source. */
export function generatePassword(): string {
  return passwordFrom(crypto.getRandomValues(new Uint8Array(GROUPS * GROUP_LENGTH)));
}
