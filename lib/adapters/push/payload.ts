import { isImportant } from '@/lib/domain/notify/importance';
import type { ClaimedMessage } from '@/lib/storage/ports';

/** Push services take 4,096 encrypted bytes at least (RFC 8030, 7.2); this leaves room for what they and the encryption add. */
export const MOST_PAYLOAD_BYTES = 3_000;
/** A title that is longer is cut by every system. */
const MOST_TITLE = 120;
/** Of a long summary; the rest is marked where the list is read. */
const MOST_IDS = 40;

/** What the service worker (public/sw.js) gets. */
export interface PushPayload {
  title: string;
  body: string;
  /** A path of this site: the browser may know it by another address than mails do. */
  path: string;
  /** Notifications with the same tag take each other's place. */
  tag: string;
  /** The same for a second copy of the same message, which must not ring again. */
  identity: string;
  /** The moment that it is about (epoch ms). */
  at: number;
  lang: string;
  /** It stays until somebody looks. */
  is_important: boolean;
  /** Deliveries that count as looked at once it is opened. */
  ids: number[];
}

type Words = { title: string; body: string; url: string };

/** Where a device is in a zone is told by its newest event alone; all else stands for itself. */
export function tagOf({ items, identity }: Pick<ClaimedMessage, 'items' | 'identity'>): string {
  const [only] = items;
  return items.length === 1 && only?.kind === 'event' ? `zone ${only.geofence.id} device ${only.device.id}` : identity;
}

function momentOf({ items }: Pick<ClaimedMessage, 'items'>, sentAt: number): number {
  const [only] = items;
  if (items.length > 1 || !only) return sentAt;
  if (only.kind === 'event') return only.event.occurred_at;
  if (only.kind === 'alert') return only.delivery.created_at;
  return only.kind === 'device' ? only.device_alert.occurred_at : sentAt;
}

/** The payload as JSON of at most `MOST_PAYLOAD_BYTES`; what is too long for it loses its end. */
export function payloadOf(message: ClaimedMessage, words: Words, sentAt: number): string {
  const { items, identity, recipient } = message;
  const { pathname, search, hash } = new URL(words.url);
  const payload: PushPayload = {
    title: shortened(words.title, MOST_TITLE),
    body: words.body,
    path: pathname + search + hash,
    tag: tagOf(message),
    identity,
    at: momentOf(message, sentAt),
    lang: recipient.language,
    is_important: isImportant(items),
    ids: items.slice(0, MOST_IDS).map(({ delivery }) => delivery.id),
  };
  return fitted(payload);
}

const bytesOf = (text: string) => Buffer.byteLength(text);

function fitted(payload: PushPayload): string {
  let text = JSON.stringify(payload);
  // Each character of the body takes at least a byte, most more than one: a few rounds do.
  while (bytesOf(text) > MOST_PAYLOAD_BYTES && payload.body !== '') {
    const tooMany = bytesOf(text) - MOST_PAYLOAD_BYTES;
    const characters = [...payload.body].length;
    payload.body = shortened(payload.body, characters - Math.ceil(tooMany / 6) - 1);
    text = JSON.stringify(payload);
  }
  return text;
}

/** Whole characters only, with a sign that something is missing. */
function shortened(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  return most < 1
    ? ''
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
