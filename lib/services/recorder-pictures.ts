import type { Payload } from '@/lib/domain/owntracks/payload';
import type { MediaStore, PictureFiles } from '@/lib/storage/ports';

const MOST = 100;

/** The pictures of places, as they came. */
export class RecorderPictures {
  constructor(
    private readonly store: Pick<MediaStore, 'list'>,
    private readonly files: Pick<PictureFiles, 'read'>,
  ) {}

  /** The members `image` (base64) and `imagename` of the fixes in a span (epoch ms, both ends in it), by the fix. */
  async between(device_id: number, from: number, to: number): Promise<Map<number, Payload>> {
    const members = new Map<number, Payload>();
    for (const { location_id, sha256, mime, name } of await this.store.list({ device_id, kind: 'poi', from, to, limit: MOST })) {
      const bytes = location_id !== null && (await this.files.read(sha256, mime));
      if (bytes) members.set(location_id, { image: bytes.toString('base64'), ...(name === null ? {} : { imagename: name }) });
    }
    return members;
  }
}
