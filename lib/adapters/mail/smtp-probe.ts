import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import MailComposer from 'nodemailer/lib/mail-composer';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import SMTPConnection, {
  type Envelope,
  type SMTPConnectionAuth,
  type SMTPConnectionOptions,
} from 'nodemailer/lib/smtp-connection';
import type { ProbeFailure, ProbeStep } from '@/lib/domain/notify/mail-server';
import type { MailProbe } from '@/lib/services/mail-probe';
import type { TestRecipient } from '@/lib/services/mailer';
import { classifyFailure } from './classify';
import { messageIdOf, messageOf } from './message';
import { formsOf, ProbeRecorder } from './probe-recorder';
import { transcriptInto } from './probe-transcript';
import { renderTest } from './render';
import { type SmtpTimeouts, transportOptions } from './transport-options';

/** Shorter than those of real mails: somebody is waiting. */
const TIMEOUTS: SmtpTimeouts = { connection: 10_000, greeting: 15_000, socket: 20_000 };

type Options = SMTPConnectionOptions & { host: string; port: number; secure: boolean; auth?: SMTPConnectionAuth };

interface SmtpProbeOptions {
  /** Where the links in the mail lead; without a slash at the end. */
  publicUrl: string;
  timeouts?: Partial<SmtpTimeouts>;
}

/**
 * Sends a mail as the mailer does, one part at a time: name and connection by Node's own means, so that each has a result
 * of its own, the rest by nodemailer's SMTP client over that connection.
 */
export class SmtpProbe implements MailProbe {
  constructor(private readonly options: SmtpProbeOptions) {}

  async run(
    server: { smtpUrl: string; from: string },
    mail: { recipient: TestRecipient; at: number },
    onStep: (step: ProbeStep) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const options = this.connectionOptions(server.smtpUrl);
    const { user = '', pass = '' } = options.auth ?? {};
    const recorder = new ProbeRecorder(options, formsOf(String(user), String(pass)), onStep);
    const conversation = new Conversation(options, recorder, signal);
    try {
      // Rendered first: the templates' first use takes a second, which is none of the server's.
      const message = await this.message(server.from, mail);
      await conversation.open();
      await conversation.logIn();
      await conversation.send(message);
    } catch (error) {
      recorder.fail(failureOf(error));
    } finally {
      conversation.close();
    }
  }

  private connectionOptions(smtpUrl: string): Options {
    const { url, pool: _, ...defaults } = transportOptions(smtpUrl, { ...TIMEOUTS, ...this.options.timeouts });
    const given = parseConnectionUrl(url);
    const secure = given.secure === true;
    const tls = { ...defaults.tls, ...given.tls };
    // A URL of IPv6 has brackets around the address.
    const host = (given.host ?? 'localhost').replace(/^\[(.*)\]$/, '$1');
    return { ...defaults, ...given, host, port: Number(given.port) || (secure ? 465 : 587), secure, tls };
  }

  private async message(from: string, { recipient, at }: { recipient: TestRecipient; at: number }) {
    const { publicUrl } = this.options;
    const rendered = await renderTest({ recipient: recipient.email, at, reader: recipient, publicUrl });
    const name = `test-${process.pid}-${performance.now().toString(36).replace('.', '')}`;
    const composed = new MailComposer(messageOf(from, recipient, rendered, messageIdOf(name, at, from, publicUrl))).compile();
    return { envelope: composed.getEnvelope(), content: await composed.build() };
  }
}

/** One connection, from the look-up of the name to the last reply. */
class Conversation {
  private socket: Socket | null = null;
  private client: SMTPConnection | null = null;
  /** Rejects as soon as the connection is of no more use. */
  private broken: Promise<never> = new Promise(() => {});

  constructor(
    private readonly options: Options,
    private readonly recorder: ProbeRecorder,
    private readonly signal: AbortSignal,
  ) {}

  /** Up to the server's answer to EHLO. */
  async open(): Promise<void> {
    const { host, secure } = this.options;
    this.recorder.begin('dns');
    this.recorder.hear(await this.within(addressesOf(host)));
    this.recorder.begin('tcp');
    this.socket = await this.connectTcp();
    if (secure) {
      this.recorder.begin('tls');
      this.socket = await this.connectTls(this.socket);
    }
    this.recorder.begin('greeting');
    const client = this.makeClient(this.socket);
    await this.await((done) => client.connect(done));
    if (this.recorder.step === 'tls') this.recorder.hear(describeTls(client._socket as TLSSocket));
    this.recorder.succeed();
    if (!client.secure) this.recorder.skip('tls', 'unencrypted');
  }

  /** Without a password there is nothing to do; and as when mails are sent, it goes on where the server offers no log-in. */
  async logIn(): Promise<void> {
    const { auth } = this.options;
    const { client } = this;
    if (!auth || !client) return this.recorder.skip('auth');
    if (!client.allowsAuth) return this.recorder.skip('auth', 'auth_missing');
    this.recorder.begin('auth');
    await this.await((done) => client.login(auth, done));
  }

  async send({ envelope, content }: { envelope: Envelope; content: Buffer }): Promise<void> {
    const { client } = this;
    this.recorder.begin('mail');
    await this.await((done) => client?.send(envelope, content, done));
    this.recorder.succeed();
    client?.quit();
  }

  close(): void {
    this.client?.close();
    this.socket?.destroy();
  }

  private makeClient(connection: Socket): SMTPConnection {
    const logger = transcriptInto(this.recorder);
    const client = new SMTPConnection({
      ...this.options,
      connection,
      secured: this.options.secure,
      logger,
      transactionLog: true,
    });
    this.broken = new Promise((_, reject) => {
      client.on('error', reject);
      client.on('end', () => reject(new Error('the server closed the connection')));
    });
    this.broken.catch(() => {});
    this.client = client;
    return client;
  }

  private await(start: (done: (error?: Error | null) => void) => void): Promise<void> {
    const work = new Promise<void>((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
    return Promise.race([this.broken, this.untilAborted(work)]);
  }

  private connectTcp(): Promise<Socket> {
    const { host, port } = this.options;
    const socket = connect({ host, port });
    this.socket = socket;
    const connected = settled(socket, 'connect').then(() => {
      this.recorder.hear(`${socket.remoteAddress ?? host} port ${port}`);
      return socket;
    });
    return this.within(connected);
  }

  private connectTls(plain: Socket): Promise<TLSSocket> {
    const { host, tls } = this.options;
    const socket = connectTls({ socket: plain, host, ...(isIP(host) ? {} : { servername: host }), ...tls });
    this.socket = socket;
    const secured = settled(socket, 'secureConnect').then(() => {
      this.recorder.hear(describeTls(socket));
      return socket;
    });
    return this.within(secured);
  }

  /** One of the parts before SMTP begins: it has as long as a connection may take. */
  private within<T>(work: Promise<T>): Promise<T> {
    const limit = this.options.connectionTimeout ?? TIMEOUTS.connection;
    return this.untilAborted(work, AbortSignal.timeout(limit), `no answer within ${limit / 1000} s`);
  }

  private untilAborted<T>(work: Promise<T>, limit = this.signal, words = 'it took too long'): Promise<T> {
    const signal = AbortSignal.any([this.signal, limit]);
    const late = new Promise<never>((_, reject) => {
      const giveUp = () => reject(Object.assign(new Error(words), { code: 'ETIMEDOUT' }));
      if (signal.aborted) giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
    });
    return Promise.race([work, late]);
  }
}

const addressesOf = async (host: string) => (await lookup(host, { all: true })).map(({ address }) => address).join(', ') || host;

/** Resolves on the event, rejects with the socket's error. Later errors are the concern of who has the socket then. */
function settled(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.once('close', () => reject(new Error('the server closed the connection')));
    socket.once(event, resolve);
  });
}

function describeTls(socket: TLSSocket): string {
  const { subject, valid_to } = socket.getPeerCertificate();
  const name = [subject?.CN].flat()[0];
  return [socket.getProtocol(), name && `${name}, valid until ${valid_to}`].filter(Boolean).join(' · ');
}

function failureOf(error: unknown): ProbeFailure {
  const { response, response_code, error_code } = classifyFailure(error);
  const { originalCode } = error as { originalCode?: string };
  return { code: originalCode ?? error_code, response_code, words: response };
}
