import { lookup as systemLookup } from 'node:dns/promises';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type {
  OutboundAnswer,
  OutboundCheck,
  OutboundFailure,
  OutboundMessage,
  OutboundPolicy,
  OutboundRequest,
} from '@/lib/services/outbound';
import { hostOf, nameRefusal, readUrl, refusalOf } from './guard';

const OVERALL_MS = 10_000;
const CONNECT_MS = 5_000;
const MOST_ANSWER_BYTES = 4096;
const MOST_HEADER_BYTES = 16_384;

export interface Address {
  address: string;
  family: number;
}

export interface GuardedOutboundOptions {
  /** Read anew for each request, so that what an admin changes counts at once. */
  policy: () => Promise<OutboundPolicy>;
  userAgent: string;
  /** All addresses of a name; the system's look-up. */
  resolve?: (host: string) => Promise<Address[]>;
  overallMs?: number;
  connectMs?: number;
  /** Of certificates besides those that the system knows. */
  ca?: string | Buffer;
}

const failure = (outcome: OutboundFailure['outcome'], message: string, is_ambiguous = false): OutboundFailure => ({
  kind: 'failure',
  outcome,
  message,
  is_ambiguous,
});

/** The look-up of one connection: gives what was checked and asks nobody. */
const pinned =
  (addresses: Address[]): LookupFunction =>
  (_host, options, callback) => {
    const [first] = addresses as [Address];
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  };

/** Requests to servers that people named (docs/adr/0021): nothing goes where the policy does not allow it. */
export class GuardedOutbound {
  private readonly resolve: (host: string) => Promise<Address[]>;
  private readonly overallMs: number;

  constructor(private readonly options: GuardedOutboundOptions) {
    this.resolve = options.resolve ?? ((host) => systemLookup(host, { all: true, verbatim: true }));
    this.overallMs = options.overallMs ?? OVERALL_MS;
  }

  readonly request: OutboundRequest = async (message, signal) => {
    const url = readUrl(message.url);
    if (typeof url === 'string') return failure('permanent', url);
    const late = AbortSignal.timeout(this.overallMs);
    const end = AbortSignal.any([signal, late]);
    const addresses = await this.addressesOf(url, end);
    if (!Array.isArray(addresses)) return this.inTime(addresses, late);
    return this.inTime(await this.send(url, message, addresses, end), late);
  };

  readonly check: OutboundCheck = async (text, signal) => {
    const url = readUrl(text);
    if (typeof url === 'string') return url;
    const addresses = await this.addressesOf(url, AbortSignal.any([signal, AbortSignal.timeout(this.overallMs)]));
    // A name that is not known now may be known later.
    return Array.isArray(addresses) || addresses.outcome === 'transient' ? null : addresses.message;
  };

  /** What the clock cut off says so. */
  private inTime(result: OutboundAnswer | OutboundFailure, late: AbortSignal): OutboundAnswer | OutboundFailure {
    if (result.kind === 'answer' || !late.aborted || result.outcome === 'permanent') return result;
    return { ...result, message: `no answer within ${this.overallMs / 1000} s` };
  }

  /** Looked up once and checked, or why it can't be used. */
  private async addressesOf(url: URL, end: AbortSignal): Promise<Address[] | OutboundFailure> {
    const host = hostOf(url);
    const policy = await this.options.policy();
    const refused = nameRefusal(host, policy);
    if (refused) return failure('permanent', refused);
    const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await this.lookUp(host, end);
    if (!Array.isArray(found)) return found;
    const addresses = found.map(({ address }) => address);
    const refusal = refusalOf(host, addresses, policy);
    return refusal ? failure('permanent', refusal) : found;
  }

  private async lookUp(host: string, end: AbortSignal): Promise<Address[] | OutboundFailure> {
    let giveUp = () => {};
    const cutOff = new Promise<null>((resolve) => {
      giveUp = () => resolve(null);
      end.addEventListener('abort', giveUp, { once: true });
      if (end.aborted) giveUp();
    });
    try {
      const found = await Promise.race([this.resolve(host), cutOff]);
      if (found === null) return failure('transient', `cut off while looking up ${host}`);
      return found.length > 0 ? found : failure('transient', `${host} has no address`);
    } catch (error) {
      return failure('transient', `${host} could not be looked up (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
    } finally {
      end.removeEventListener('abort', giveUp);
    }
  }

  private send(
    url: URL,
    message: OutboundMessage,
    addresses: Address[],
    end: AbortSignal,
  ): Promise<OutboundAnswer | OutboundFailure> {
    const { connectMs = CONNECT_MS, ca, userAgent } = this.options;
    const body = message.body === undefined ? undefined : Buffer.from(message.body);
    const length = body ? { 'content-length': String(body.length) } : {};
    return new Promise((resolve) => {
      const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const request = start(url, {
        method: message.method,
        headers: { 'user-agent': userAgent, ...message.headers, ...length, connection: 'close' },
        // A connection of its own: none that was checked under other rules is used again.
        agent: false,
        lookup: pinned(addresses),
        maxHeaderSize: MOST_HEADER_BYTES,
        signal: end,
        ...(ca ? { ca } : {}),
      });
      const connecting = limitConnecting(request, connectMs);
      let isAnswered = false;
      request.on('response', (response) => {
        isAnswered = true;
        resolve(readAnswer(response).finally(() => request.destroy()));
      });
      // One handler for as long as the request lives: what breaks after the answer concerns nobody.
      request.on('error', (error: NodeJS.ErrnoException) => {
        connecting.end();
        resolve(failure('transient', wordsFor(error, hostOf(url)), request.writableFinished));
      });
      // As after an offer of another protocol, which ends without an error.
      request.on('close', () => {
        if (!isAnswered) resolve(failure('transient', `${hostOf(url)} ${WORDS.ECONNRESET}`, request.writableFinished));
      });
      request.end(body);
    });
  }
}

/** Ends a request that has no connection, encryption included, in time. */
function limitConnecting(request: ClientRequest, connectMs: number): { end(): void } {
  const timer = setTimeout(() => {
    request.destroy(
      Object.assign(new Error(), { code: 'CONNECT_TIMEOUT', message: `no connection within ${connectMs / 1000} s` }),
    );
  }, connectMs);
  const end = () => clearTimeout(timer);
  request.on('socket', (socket) => socket.once('encrypted' in socket ? 'secureConnect' : 'connect', end));
  return { end };
}

/** The head and the first bytes of the body; what breaks off later is not missed: the status has said it all. */
async function readAnswer(response: IncomingMessage): Promise<OutboundAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= MOST_ANSWER_BYTES) break;
    }
  } catch {
    // Cut off in the middle of the body.
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  const body = Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString('utf8');
  return { kind: 'answer', status: response.statusCode ?? 0, headers, body };
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection without an answer',
  EHOSTUNREACH: 'can not be reached',
  ENETUNREACH: 'can not be reached',
  ETIMEDOUT: 'did not answer',
  EPIPE: 'closed the connection without an answer',
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;

/** Node's own messages name addresses of the inner network; these do not. */
function wordsFor(error: NodeJS.ErrnoException, host: string): string {
  if (error.code === 'CONNECT_TIMEOUT') return error.message;
  if (error.name === 'AbortError') return 'cut off';
  const words = WORDS[error.code ?? ''];
  if (words) return `${host} ${words}`;
  return CERTIFICATE.test(error.code ?? '')
    ? `${host} has a certificate that is not trusted (${error.code})`
    : `${host}: the connection failed (${error.code ?? error.name})`;
}
