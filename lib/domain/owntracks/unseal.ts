import type { DecryptFailure } from '@/lib/domain/model';
import { open } from './encryption';
import type { OwnTracksMessage } from './message';
import { parseMessage } from './parse';

/** Why a message could not be opened. */
type SealFailure = Exclude<DecryptFailure, 'clear'>;

const REASONS: Record<SealFailure, string> = {
  no_key: 'encrypted, no key',
  wrong_key: 'encrypted, the key of the device does not open it',
};

function undecryptable(failure: SealFailure, excerpt: string): OwnTracksMessage {
  return { kind: 'undecryptable', failure, reason: REASONS[failure], excerpt };
}

/** Only how much there was: whatever else is shown of it could be the message. */
const boxExcerpt = (data: string) => JSON.stringify({ _type: 'encrypted', data: `(${data.length} characters)` });

/**
 * What a device's message says in the end, given what it says at first. An encrypted one is opened; one that can't be says nothing
 * but that. Any other says what it says, from a device with a key, too: whoever keeps it notes that it came in the clear.
 * @param key the passphrase, null where the device has none
 * @param receivedAt epoch milliseconds
 */
export function unseal(message: OwnTracksMessage, key: string | null, deviceId: number, receivedAt: number): OwnTracksMessage {
  if (message.kind !== 'encrypted') return message;
  if (key === null) return undecryptable('no_key', boxExcerpt(message.data));
  const clear = open(key, message.data);
  if (clear === null) return undecryptable('wrong_key', boxExcerpt(message.data));
  const inner = parseMessage(clear, deviceId, receivedAt);
  if (inner.kind !== 'encrypted') return inner;
  return { kind: 'rejected', reason: 'encrypted twice', excerpt: boxExcerpt(inner.data) };
}
