import type { Client } from 'aedes';
import type { Incoming } from './listeners/listener';

/** A CONNECT with the longest will that makes sense. */
const MAX_BEFORE_LOG_IN = 256 * 1024;
/** A phone's largest message is a picture of some 100 KB. */
export const MAX_PACKET = 16 * 1024 * 1024;

/** Aedes keeps its parser to itself; its `packet.length` is the announced length of the packet that is coming in. */
type WithParser = { _parser?: { packet?: { length?: number } } };

/**
 * Ends connections that would fill the memory: the protocol lets anybody announce packets of 256 MB, and the parser
 * waits for them.
 */
export function limitIncoming(client: Client, { stream, socket }: Incoming, isLoggedIn: () => boolean): void {
  const isTooMuchOfAStranger = () => socket.bytesRead > MAX_BEFORE_LOG_IN && !isLoggedIn();
  stream.on('readable', () => {
    const announced = (client as unknown as WithParser)._parser?.packet?.length ?? 0;
    if (announced > MAX_PACKET || isTooMuchOfAStranger()) stream.destroy();
  });
  if (stream === socket) return;
  // A frame is collected before any of it can be read from the stream.
  const count = () => {
    if (isTooMuchOfAStranger()) stream.destroy();
    else if (isLoggedIn()) socket.off('data', count);
  };
  socket.on('data', count);
}
