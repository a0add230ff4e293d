import type { Members } from './values';

const EXCERPT_LENGTH = 500;
/** Only so much of a message is looked at for its excerpt: bodies with pictures can be megabytes. */
const EXAMINED_BYTES = 4096;
/** A setting that people write is shorter, and patterns take their time on very long texts. */
const MAX_TEXT = 4096;
const MASK = '***';

const SECRET =
  'pass(?:word|phrase|code|wd)|secret|token|credential|cookie|httpheaders?|authorization|pkcs|certificate|client_?crt';
/** Of a member, wherever it is and however its letters are written. */
const SECRET_NAME = new RegExp(`${SECRET}|key$|^pass$|^pwd$|^headers$|^pin$`, 'i');
/** A name that holds a secret and its value in any text, with quotes or without, escaped or cut off. */
const SECRET_TEXT = new RegExp(
  String.raw`(\\{0,8}["']?(?:${SECRET}|key|pwd)\w{0,20}\\{0,8}["']?\s{0,8}[:=]\s{0,8})(?:"(?:\\.|[^"\\])*(?:"|$)|(\\+")(?:(?!\2).)*(?:\2|$)|'[^']*'?|[^\s,;&}"]+)`,
  'gis',
);
const URL_USER = /([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"]*@/gi;
const URL_REST = /([a-z][a-z0-9+.-]{0,20}:\/\/[^\s?#"'\\]*)[?#][^\s"'\\]*/gi;
const URL_PATH = /[a-z][a-z0-9+.-]{0,20}:\/\/[^\s?#"'\\]*/gi;
/** A part of a path that looks like drawn by lot: the address of a web hook is its password. */
const DRAWN = /\/(?=[\w-]*\d)[\w-]{16,}(?=\/|$)/g;
const LOG_IN = /\b(basic|bearer)\s+[\w+/=.~-]{6,}/gi;
const PEM = /-----BEGIN .*?(?:-----END [^-]*-----|$)/gs;
/** What is encrypted is nobody's to look at. */
const BOX = /("data"\s*:\s*)"[^"]*"?/gi;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a log or a page.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

const decoder = new TextDecoder();

function maskAddresses(text: string): string {
  if (!text.includes('://')) return text;
  return text
    .replace(URL_USER, `$1${MASK}@`)
    .replace(URL_REST, `$1?${MASK}`)
    .replace(URL_PATH, (url) => url.replace(DRAWN, `/${MASK}`));
}

function maskText(text: string): string {
  const masked = maskAddresses(text).replace(PEM, MASK).replace(LOG_IN, `$1 ${MASK}`).replace(SECRET_TEXT, `$1"${MASK}"`);
  return /encrypted/i.test(text) ? masked.replace(BOX, `$1"${MASK}"`) : masked;
}

/** Switches (`usePassword`, `auth`) and empty texts tell no secret. */
const tellsNothing = (value: unknown) => value === null || value === '' || typeof value === 'boolean';

function maskMembers(members: Members): string {
  const isBox = members._type === 'encrypted';
  return JSON.stringify(members, (name, value) => {
    if ((SECRET_NAME.test(name) && !tellsNothing(value)) || (isBox && name === 'data')) return MASK;
    return typeof value === 'string' ? maskText(value.slice(0, MAX_TEXT)) : value;
  });
}

/** A copy whose passwords, keys, certificates, HTTP headers, and users, queries and drawn parts of addresses read `***`. */
export function withoutSecrets(members: Members): Members {
  return JSON.parse(maskMembers(members));
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
