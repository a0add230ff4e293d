import type { DecryptFailure } from '@/lib/domain/model';
import { open } from './encryption';
import type { OwnTracksMessage } from './message';
import { parseMessage } from './parse';

/** What holds nothing to hide, and what others than the phone publish below its topic. */
const MAY_BE_CLEAR = new Set<OwnTracksMessage['kind']>(['lwt', 'card', 'empty', 'rejected']);

const REASONS: Record<DecryptFailure, string> = {
  no_key: 'encrypted, no key',
  wrong_key: 'encrypted, the key of the device does not open it',
  clear: 'not encrypted, although the device has a key',
};

function undecryptable(failure: DecryptFailure, excerpt: string): OwnTracksMessage {
  return { kind: 'undecryptable', failure, reason: REASONS[failure], excerpt };
}

/** Only how much there was: whatever else is shown of it could be the message. */
const boxExcerpt = (data: string) => JSON.stringify({ _type: 'encrypted', data: `(${data.length} characters)` });

/**
 * What a device's message says in the end, given what it says at first. An encrypted one is opened; one that can't be, or comes
 * in the clear from a device with a key, says nothing but that.
 * @param key the passphrase, null where the device has none
 * @param receivedAt epoch milliseconds
 */
export function unseal(message: OwnTracksMessage, key: string | null, deviceId: number, receivedAt: number): OwnTracksMessage {
  if (message.kind !== 'encrypted') {
    const isFine = key === null || MAY_BE_CLEAR.has(message.kind) || (message.kind === 'counted' && message.type === 'cmd');
    return isFine ? message : undecryptable('clear', JSON.stringify({ _type: message.kind }));
  }
  if (key === null) return undecryptable('no_key', boxExcerpt(message.data));
  const clear = open(key, message.data);
  if (clear === null) return undecryptable('wrong_key', boxExcerpt(message.data));
  const inner = parseMessage(clear, deviceId, receivedAt);
  if (inner.kind !== 'encrypted') return inner;
  return { kind: 'rejected', reason: 'encrypted twice', excerpt: boxExcerpt(inner.data) };
}
