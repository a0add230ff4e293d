import { connect, type Socket } from 'node:net';

/** The few packets of MQTT 3.1.1 that a publisher needs, written by hand: the generator must cost less than what it measures. */
const CONNECT = 0x10;
const PUBLISH_QOS_1 = 0x32;
const PUBACK_LENGTH = 4;
const CONNACK_LENGTH = 4;

function remainingLength(length: number): number[] {
  const bytes: number[] = [];
  let rest = length;
  do {
    bytes.push((rest % 128) | (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function packet(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, ...remainingLength(body.length)]), body]);
}

function connectPacket(clientId: string, username: string, password: string): Buffer {
  const header = Buffer.from([...text('MQTT'), 4, 0xc2, 0, 60]);
  return packet(CONNECT, Buffer.concat([header, text(clientId), text(username), text(password)]));
}

/** One PUBLISH with QoS 1. @param id 1–65535 */
export function publishPacket(topic: string, id: number, payload: string): Buffer {
  return packet(PUBLISH_QOS_1, Buffer.concat([text(topic), Buffer.from([id >> 8, id & 255]), Buffer.from(payload)]));
}

/** One connection that publishes prepared packets and counts their acknowledgements. */
export class Publisher {
  sent = 0;
  acknowledged = 0;
  private rest = 0;

  private constructor(
    private readonly socket: Socket,
    private readonly onAcknowledged: () => void,
  ) {
    socket.on('data', (chunk) => this.count(chunk));
  }

  /** @throws Error when the broker refuses the log-in or ends the connection */
  static async open(
    address: { host: string; port: number },
    credentials: { clientId: string; username: string; password: string },
    onAcknowledged: () => void,
  ): Promise<Publisher> {
    const socket = connect({ ...address, noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    socket.write(connectPacket(credentials.clientId, credentials.username, credentials.password));
    const answer = await new Promise<Buffer>((resolve, reject) => {
      socket.once('data', resolve);
      socket.once('close', () => reject(new Error('the broker closed the connection at log-in')));
    });
    if (answer.length !== CONNACK_LENGTH || answer[3] !== 0) throw new Error(`the broker refuses the log-in: code ${answer[3]}`);
    return new Publisher(socket, onAcknowledged);
  }

  send(packets: readonly Buffer[]): void {
    if (packets.length === 0) return;
    this.sent += packets.length;
    this.socket.write(packets.length === 1 ? (packets[0] as Buffer) : Buffer.concat(packets));
  }

  close(): void {
    this.socket.destroy();
  }

  /** Nothing but PUBACKs of four bytes can come. */
  private count(chunk: Buffer): void {
    const bytes = this.rest + chunk.length;
    this.rest = bytes % PUBACK_LENGTH;
    this.acknowledged += Math.floor(bytes / PUBACK_LENGTH);
    this.onAcknowledged();
  }
}
