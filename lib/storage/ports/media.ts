import type { Location, Media, PictureType } from '@/lib/domain/model';

/** A picture whose file is written, for the transaction that holds what it came with. */
export type NewMedia = Omit<Media, 'id' | 'location_id'>;

/** What one message changes about a device's pictures. */
export type MediaChange =
  /** The fix is found by its identity: it may have been known already, and be the same message sent twice. */
  | { kind: 'poi'; media: NewMedia; place: Pick<Location, 'latitude' | 'longitude' | 'occurred_at'> }
  /** Replaces an older face. */
  | { kind: 'face'; media: NewMedia }
  /** A card that shows none. */
  | { kind: 'no_face'; device_id: number; occurred_at: number }
  /** The retained card was cleared: neither name nor face. */
  | { kind: 'no_card'; device_id: number };

/** A picture with what its fix says; all of that is null for a face. */
export type MediaRow = Media & Record<'poi' | 'tag', string | null> & Record<'latitude' | 'longitude', number | null>;

export interface MediaQuery {
  device_id: number;
  kind?: Media['kind'];
  /** Inclusive, by the phone's time. */
  from?: number;
  to?: number;
  limit: number;
}

/** What is known of pictures; their bytes are in `PictureFiles`. */
export interface MediaStore {
  /** Newest first. */
  list(query: MediaQuery): Promise<MediaRow[]>;
  find(id: number): Promise<MediaRow | null>;
  face(device_id: number): Promise<MediaRow | null>;
  /** Whether any picture has these bytes. Synchronous, for the moment before a file goes. */
  isUsed(sha256: string): boolean;
}

/** What is drawn of a picture: `thumb` for lists and maps, `full` for a look at it, `card` for the apps on phones. */
export type Rendition = 'thumb' | 'full' | 'card';

/** The bytes of pictures, named by their SHA-256. */
export interface PictureFiles {
  /** On the disk when it resolves, also after a loss of power. @returns the SHA-256 in hexadecimal */
  keep(bytes: Uint8Array, type: PictureType): Promise<string>;
  /** Null when the file is not there. */
  read(sha256: string, type: PictureType): Promise<Buffer | null>;
  readRendition(sha256: string, rendition: Rendition): Promise<Buffer | null>;
  /** May be lost: it can be made again. */
  keepRendition(sha256: string, rendition: Rendition, bytes: Uint8Array): Promise<void>;
  /**
   * Removes the files that nobody needs, but none that was written or asked to be kept after `before` (epoch ms): its
   * transaction may not have come yet. @returns how many pictures went
   */
  sweep(isUsed: (sha256: string) => boolean, before: number): Promise<number>;
}
