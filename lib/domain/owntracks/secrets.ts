import type { Members } from './values';

const EXCERPT_LENGTH = 500;
/** Only so much of a message is looked at for its excerpt: bodies with pictures can be megabytes. */
const EXAMINED_BYTES = 4096;
const MASK = '***';

const SECRET_NAME = /^(password|passphrase|encryptionkey|secret|token)$/i;
/** A name that holds a secret and its value in any text, with quotes or without, escaped or cut off. */
const SECRET_TEXT =
  /(\\*["']?(?:password|passphrase|encryptionkey|secret|token)\\*["']?\s*[:=]\s*)(?:"(?:\\.|[^"\\])*(?:"|$)|(\\+")(?:(?!\2).)*(?:\2|$)|'[^']*'?|[^\s,;&}]+)/gis;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a log or a page.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

const decoder = new TextDecoder();

function maskText(text: string): string {
  return text.replace(SECRET_TEXT, `$1"${MASK}"`);
}

function maskMembers(members: Members): string {
  return JSON.stringify(members, (name, value) => (SECRET_NAME.test(name) ? MASK : value));
}

/**
 * The beginning of a message for the eyes of its owner: at most 500 characters, without passwords and keys.
 * @param members the decoded message, where it could be decoded: its names are then known for sure
 */
export function excerptOf(payload: Uint8Array, members?: Members): string {
  const text =
    members && payload.length <= EXAMINED_BYTES
      ? maskMembers(members)
      : maskText(decoder.decode(payload.subarray(0, EXAMINED_BYTES)));
  return text.slice(0, EXCERPT_LENGTH).replace(CONTROL, '\ufffd');
}
