import type { MediaStore } from '@/lib/storage/ports';
import type { Renditions } from './renditions';

/** The faces of devices for those who are told of them by message: friends' phones, programs. Whoever asks has checked who may. */
export class Faces {
  constructor(
    private readonly store: Pick<MediaStore, 'face'>,
    private readonly renditions: Renditions,
  ) {}

  /** In base64, as on a card (some 10 kB); null where there is none. */
  async of(device_id: number): Promise<string | null> {
    const face = await this.store.face(device_id);
    const drawn = face && (await this.renditions.of(face, 'card'));
    return drawn ? drawn.bytes.toString('base64') : null;
  }
}
