import type { Device } from '@/lib/domain/model';
import type { OwnTracksMessage } from '@/lib/domain/owntracks/message';
import type { Picture } from '@/lib/domain/owntracks/picture';
import { splitTopic } from '@/lib/domain/owntracks/topic';
import type { MediaChange, NewMedia, PictureFiles } from '@/lib/storage/ports';

/** Pictures being written at once; with as many of the largest the memory still holds them. */
const MAX_AT_ONCE = 32;
/** Where cards are published; a retained one is taken back by an empty message there. */
const CARD_TOPIC = 'info';

export type WithPicture = Extract<OwnTracksMessage, { kind: 'location' | 'card' }> & { picture: Picture };

/** Whether the message has a picture that is good to keep. */
export function hasPicture(message: OwnTracksMessage): message is WithPicture {
  return (
    (message.kind === 'location' || message.kind === 'card') && typeof message.picture === 'object' && message.picture !== null
  );
}

/** What a message without a picture changes about the device's pictures; null: nothing. */
export function changeWithoutPicture(message: OwnTracksMessage, topic: string, device_id: number): MediaChange | null {
  if (message.kind === 'card' && message.picture === null) {
    const { occurred_at } = message.reports[0] ?? { occurred_at: 0 };
    return { kind: 'no_face', device_id, occurred_at };
  }
  return message.kind === 'empty' && splitTopic(topic)?.suffix === CARD_TOPIC ? { kind: 'no_card', device_id } : null;
}

/** Writes the pictures of messages to the disk before the transaction that refers to them. */
export class PictureIntake {
  private underWay = 0;

  constructor(private readonly files: Pick<PictureFiles, 'keep'>) {}

  /** @throws Error when it can't be written now: the message must come again */
  async keep(message: WithPicture, device: Pick<Device, 'id'>, receivedAt: number): Promise<MediaChange> {
    if (this.underWay >= MAX_AT_ONCE) throw new Error('too many pictures at once');
    this.underWay += 1;
    try {
      const sha256 = await this.files.keep(message.picture.bytes, message.picture.type);
      return changeOf(message, { device_id: device.id, sha256, received_at: receivedAt });
    } finally {
      this.underWay -= 1;
    }
  }
}

function changeOf(message: WithPicture, file: Pick<NewMedia, 'device_id' | 'sha256' | 'received_at'>): MediaChange {
  const { bytes, type, name } = message.picture;
  const media = { ...file, mime: type, bytes: bytes.length, name };
  if (message.kind === 'location') {
    const { latitude, longitude, occurred_at } = message.location;
    return { kind: 'poi', media: { ...media, kind: 'poi', occurred_at }, place: { latitude, longitude, occurred_at } };
  }
  const occurred_at = message.reports[0]?.occurred_at ?? file.received_at;
  return { kind: 'face', media: { ...media, kind: 'face', occurred_at } };
}
