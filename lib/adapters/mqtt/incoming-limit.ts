import type { Socket } from 'node:net';
import type { Client } from 'aedes';

/** A CONNECT with the longest will that makes sense. */
const MAX_BEFORE_LOG_IN = 256 * 1024;
/** A phone's largest message is a picture of some 100 KB. */
const MAX_PACKET = 16 * 1024 * 1024;

/** Aedes keeps its parser to itself; its `packet.length` is the announced length of the packet that is coming in. */
type WithParser = { _parser?: { packet?: { length?: number } } };

/**
 * Ends connections that would fill the memory: the protocol lets anybody announce packets of 256 MB, and the parser
 * waits for them.
 */
export function limitIncoming(client: Client, socket: Socket, isLoggedIn: () => boolean): void {
  socket.on('readable', () => {
    const announced = (client as unknown as WithParser)._parser?.packet?.length ?? 0;
    const tooMuch = announced > MAX_PACKET || (socket.bytesRead > MAX_BEFORE_LOG_IN && !isLoggedIn());
    if (tooMuch) socket.destroy();
  });
}
