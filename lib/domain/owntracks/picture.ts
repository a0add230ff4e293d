import type { PictureType } from '@/lib/domain/model';
import { type Members, textOf } from './values';

/** A picture as it came with a message. */
export interface Picture {
  bytes: Uint8Array;
  type: PictureType;
  /** The file's name on the phone, where it says one. */
  name: string | null;
}

/** A camera's picture of a place; more would not fit into the largest message that is taken. */
export const MAX_PICTURE_BYTES = 5_000_000;
/** Apps draw faces at 192 px, and each friend gets them again and again. */
export const MAX_FACE_BYTES = 500_000;
const MAX_NAME_LENGTH = 100;

/** Four characters stand for three bytes; line breaks and the missing padding of some encoders are tolerated. */
const NOT_BASE64 = /[^A-Za-z0-9+/_\s-]/;
const DATA_URI = /^data:[\w/+.-]{0,100};base64,/;

/** Looks for what does not belong there: an expression for the whole text would run out of stack with megabytes of it. */
function isBase64(text: string): boolean {
  const body = text.trimEnd().replace(/={1,2}$/, '');
  return body !== '' && !NOT_BASE64.test(body);
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** What the bytes themselves say they are, by their first ones; null for anything that is not shown to people, such as SVG. */
export function pictureTypeOf(bytes: Uint8Array): PictureType | null {
  const starts = (at: number, text: string) => [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
  if (starts(0, '\xff\xd8\xff')) return 'image/jpeg';
  if (starts(0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (starts(0, 'RIFF') && starts(8, 'WEBP')) return 'image/webp';
  return null;
}

/**
 * A member that holds a picture in base64.
 * @param most bytes of the picture
 * @returns null where there is none, the reason as text why it is left out
 */
function pictureOf(member: string, value: unknown, name: unknown, most: number): Picture | string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') return `${member} is not a text in base64`;
  const text = value.startsWith('data:') ? value.replace(DATA_URI, '') : value;
  const tooMuch = (size: number) => `${member} has ${megabytes(size)}; it must have at most ${megabytes(most)}`;
  // With room for line breaks: exactly it is known when it is decoded.
  if (text.length > most * 1.5) return tooMuch(Math.floor((text.length * 3) / 4));
  if (!isBase64(text)) return `${member} is not in base64`;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length > most) return tooMuch(bytes.length);
  const type = pictureTypeOf(bytes);
  if (type === null) return `${member} is neither a JPEG nor a PNG nor a WebP picture`;
  return { bytes, type, name: textOf(name)?.slice(0, MAX_NAME_LENGTH) ?? null };
}

/** The picture of a place, sent with the fix. As `pictureOf`. */
export const imageOf = (members: Members) => pictureOf('image', members.image, members.imagename, MAX_PICTURE_BYTES);

/** The face on a card. As `pictureOf`. */
export const faceOf = (members: Members) => pictureOf('face', members.face, null, MAX_FACE_BYTES);
