const PUBLISH = 0x30;
const QOS_1 = 0x02;
const RETAIN = 0x01;
/** Seven bits of the remaining length in each byte; the eighth says that another byte follows. */
const MORE = 0x80;

export interface OutgoingPublish {
  topic: string;
  payload: Buffer;
  retain: boolean;
  /** 1–65535 for QoS 1; null for QoS 0. */
  messageId: number | null;
}

function lengthBytes(length: number): number[] {
  const bytes: number[] = [];
  let rest = length;
  do {
    const low = rest % MORE;
    rest = Math.floor(rest / MORE);
    bytes.push(rest > 0 ? low + MORE : low);
  } while (rest > 0);
  return bytes;
}

const twoBytes = (value: number) => [value >> 8, value & 0xff];

/** A PUBLISH packet of MQTT 3.1 and 3.1.1 (3.3). */
export function publishPacket({ topic, payload, retain, messageId }: OutgoingPublish): Buffer {
  const name = Buffer.from(topic);
  const id = messageId === null ? [] : twoBytes(messageId);
  const flags = (messageId === null ? 0 : QOS_1) | (retain ? RETAIN : 0);
  const header = [PUBLISH | flags, ...lengthBytes(2 + name.length + id.length + payload.length), ...twoBytes(name.length)];
  return Buffer.concat([Buffer.from(header), name, Buffer.from(id), payload]);
}
