import type { Media, PictureType } from '@/lib/domain/model';
import type { PictureFiles, Rendition } from '@/lib/storage/ports';
import type { Drawing, PictureTool } from './picture-tool';

const DRAWINGS: Record<Rendition, Drawing> = {
  // Still sharp at 100 points on a screen with three dots for each.
  thumb: { side: 320, type: 'image/webp' },
  full: { side: 2048, type: 'image/webp' },
  // As OwnTracks draws it, and in a format that all its apps read.
  card: { side: 192, type: 'image/jpeg' },
};

/** What is handed out of a picture. */
export interface Drawn {
  bytes: Buffer;
  type: PictureType;
}

/** Pictures in the size and form wanted: made once, then kept beside the original. */
export class Renditions {
  /** Those being made: a page asks for the same one many times at once. */
  private readonly making = new Map<string, Promise<Buffer | null>>();

  constructor(
    private readonly files: Pick<PictureFiles, 'read' | 'readRendition' | 'keepRendition'>,
    private readonly tool: PictureTool,
  ) {}

  /** As it came where it can't be drawn anew; null when its file is lost. */
  async of(media: Pick<Media, 'sha256' | 'mime'>, rendition: Rendition): Promise<Drawn | null> {
    const drawn = await this.drawnOnce(media, rendition);
    if (drawn) return { bytes: drawn, type: DRAWINGS[rendition].type };
    const original = await this.files.read(media.sha256, media.mime);
    return original && { bytes: original, type: media.mime };
  }

  private drawnOnce(media: Pick<Media, 'sha256' | 'mime'>, rendition: Rendition): Promise<Buffer | null> {
    const key = `${media.sha256} ${rendition}`;
    const known = this.making.get(key);
    if (known) return known;
    const made = this.draw(media, rendition).finally(() => this.making.delete(key));
    this.making.set(key, made);
    return made;
  }

  private async draw({ sha256, mime }: Pick<Media, 'sha256' | 'mime'>, rendition: Rendition): Promise<Buffer | null> {
    const kept = await this.files.readRendition(sha256, rendition);
    if (kept) return kept;
    const original = await this.files.read(sha256, mime);
    const drawn = original && (await this.tool.redraw(original, DRAWINGS[rendition]));
    // What can't be kept is drawn again the next time.
    if (drawn) await this.files.keepRendition(sha256, rendition, drawn).catch(() => {});
    return drawn;
  }
}
