import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@/lib/services/clock';
import type { DeviceDirectory } from '@/lib/services/device-directory';
import type { HttpReplies } from '@/lib/services/http-replies';
import type { Ingest } from '@/lib/services/ingest';
import type { DeviceIdentity } from '@/lib/storage/ports';
import { type BasicCredentials, basicCredentials } from './basic';
import { isServiceError } from './errors';
import type { AttemptLimit } from './rate-limit';

/** As much as by MQTT: the largest picture that is kept, and one that is too large, so that its fix is. What is longer is cut and kept as rejected. */
const MAX_BYTES = 16_000_000;
/** The array that both apps want, also when there is nothing to tell them. */
const NOTHING_TO_TELL = Buffer.from('[]');

export interface PubOptions {
  ingest: Pick<Ingest, 'accept' | 'note'>;
  directory: DeviceDirectory;
  /** The phone knows its password now: it need not be kept for provisioning any more. */
  forgetPassword(device: DeviceIdentity): void;
  /** Wrong credentials by address. */
  failures: AttemptLimit;
  /** What a phone is told in the answer; one that has no need of it gets an empty list. */
  replies?: Pick<HttpReplies, 'prepare' | 'for' | 'left'>;
  clock: Clock;
}

function answer(response: ServerResponse, status: number, body: Buffer, headers: Record<string, string> = {}): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length, ...headers });
  response.end(body);
}

function readBody(request: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    if (length < MAX_BYTES) chunks.push(chunk.subarray(0, MAX_BYTES - length));
    length += chunk.length;
  });
  request.on('end', () => done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
}

/**
 * OwnTracks' HTTP mode, `POST /pub`, on Node's own request and response (docs/adr/0006). A phone keeps what was
 * answered with 4xx or 5xx and sends it again, or drops it for good, so: 200 and a list for whatever comes from a known device,
 * understood or not, once it is stored; 401 only for wrong credentials; 503 only when it must come again. Whose message it is
 * is told by the credentials alone, whatever headers, query and body say.
 */
export class Pub {
  constructor(private readonly options: PubOptions) {}

  handle(request: IncomingMessage, response: ServerResponse, address: string): void {
    if (request.method !== 'POST') {
      answer(response, 405, NOTHING_TO_TELL, { allow: 'POST', connection: 'close' });
      return;
    }
    const credentials = basicCredentials(request.headers.authorization);
    const device = credentials && this.options.directory.authenticate(credentials.username, credentials.password);
    if (!device) {
      void this.refuse(request, response, credentials, address);
      return;
    }
    const userAgent = request.headers['user-agent'] ?? null;
    readBody(request, (payload) => this.take(device, payload, response, userAgent));
  }

  private take(device: DeviceIdentity, payload: Buffer, response: ServerResponse, userAgent: string | null): void {
    const topic = `owntracks/${device.handle}/${device.device}`;
    this.options.ingest.accept({ topic, payload, retained: false, device, source: 'http' }, (error) => {
      if (error) {
        answer(response, 503, NOTHING_TO_TELL, { 'retry-after': '5' });
        return;
      }
      if (device.has_provision_secret) this.options.forgetPassword(device);
      const reading = payload.length === 0 ? null : this.options.replies?.prepare();
      if (reading) void reading.then(() => this.reply(device, payload, response, userAgent));
      else this.reply(device, payload, response, userAgent);
    });
  }

  private reply(device: DeviceIdentity, payload: Buffer, response: ServerResponse, userAgent: string | null): void {
    // What nobody waits for any more must not count as told.
    if (response.destroyed) return;
    const reply = payload.length === 0 ? NOTHING_TO_TELL : this.replyTo(device, userAgent);
    if (reply.length > NOTHING_TO_TELL.length) response.once('finish', () => this.options.replies?.left(device));
    answer(response, 200, reply);
  }

  private replyTo(device: DeviceIdentity, userAgent: string | null): Buffer {
    const reply = this.options.replies?.for(device, userAgent);
    return reply === undefined ? NOTHING_TO_TELL : Buffer.from(JSON.stringify(reply));
  }

  /** Right credentials are let in however many wrong ones came from the same address: another phone at home is not to blame. */
  private async refuse(
    request: IncomingMessage,
    response: ServerResponse,
    credentials: BasicCredentials | null,
    address: string,
  ): Promise<void> {
    const closing = { connection: 'close' };
    try {
      await this.options.failures.take(address);
      this.noteFailure(request, credentials);
      answer(response, 401, NOTHING_TO_TELL, { ...closing, 'www-authenticate': 'Basic realm="Fencepost", charset="UTF-8"' });
    } catch (error) {
      const seconds = isServiceError(error) ? String(error.details.retry_after_seconds) : '60';
      answer(response, 429, NOTHING_TO_TELL, { ...closing, 'retry-after': seconds });
    }
  }

  /** So that the set-up page can say what is wrong. Which device it was is only a guess: by its header, or the only one. */
  private noteFailure(request: IncomingMessage, credentials: BasicCredentials | null): void {
    const candidates = credentials ? this.options.directory.ofHandle(credentials.username) : [];
    const claimed = String(request.headers['x-limit-d'] ?? '').toLowerCase();
    const named = candidates.find((device) => device.device.toLowerCase() === claimed);
    const device = named ?? (candidates.length === 1 ? candidates[0] : undefined);
    if (device) this.options.ingest.note({ device_id: device.id, last_auth_failure_at: this.options.clock() });
  }
}
