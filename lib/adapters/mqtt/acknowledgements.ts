import type { Writable } from 'node:stream';

const PUBACK = 0x40;
const REMAINING_LENGTH = 2;
const PACKET_LENGTH = 4;

/**
 * Writes PUBACK packets to the connection on which the messages came; message ids mean nothing on another one. The four bytes are
 * the same in MQTT 3.1, 3.1.1 and, for success, 5 (3.4.2.1). Those of one transaction leave in one write.
 */
export class Acknowledgements {
  private ids: number[] = [];

  constructor(private readonly stream: Writable) {}

  send(messageId: number): void {
    if (this.ids.push(messageId) === 1) process.nextTick(() => this.flush());
  }

  private flush(): void {
    const { ids } = this;
    this.ids = [];
    if (this.stream.destroyed || this.stream.writableEnded) return;
    const bytes = Buffer.allocUnsafe(ids.length * PACKET_LENGTH);
    ids.forEach((id, index) => {
      const at = index * PACKET_LENGTH;
      bytes[at] = PUBACK;
      bytes[at + 1] = REMAINING_LENGTH;
      bytes.writeUInt16BE(id, at + 2);
    });
    this.stream.write(bytes);
  }
}
