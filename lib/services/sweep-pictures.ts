import type { MediaStore, PictureFiles } from '@/lib/storage/ports';
import type { Clock } from './clock';

/** Far longer than any message waits for its transaction. */
const HOUR_MS = 3_600_000;

/** Removes the files of pictures whose fix, card or device is gone. */
export class PictureSweep {
  constructor(
    private readonly files: Pick<PictureFiles, 'sweep'>,
    private readonly store: Pick<MediaStore, 'isUsed'>,
    private readonly clock: Clock,
  ) {}

  /** @returns how many pictures went */
  run(): Promise<number> {
    return this.files.sweep((sha256) => this.store.isUsed(sha256), this.clock() - HOUR_MS);
  }
}
