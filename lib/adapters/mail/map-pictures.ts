import type { MailPicture } from '@/emails';
import type { ClaimedMessage } from '@/lib/storage/ports';

/** A picture of a place, as a part of a mail. */
export interface DrawnMap {
  png: Buffer;
  cid: string;
  picture: MailPicture;
}

/** Draws the place of a message's newest event; null where it has none, or nothing to draw with. */
export interface MapPictures {
  ofMessage(message: Pick<ClaimedMessage, 'items'>): Promise<DrawnMap | null>;
}
