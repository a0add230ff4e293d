import type { User } from '@/lib/domain/model';
import type { MediaQuery, MediaRow, MediaStore, Rendition } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import { type DeviceAccess, isShared } from './device-access';
import { accessDenied, notFound } from './errors';
import type { Drawn, Renditions } from './renditions';

export const MAX_MEDIA = 500;

export interface MediaDependencies {
  store: Pick<MediaStore, 'list' | 'find'>;
  renditions: Renditions;
  access: Pick<DeviceAccess, 'mustSee'>;
  audit: AuditService;
}

/**
 * The pictures that came from phones. A device's face is seen by all who see the device; the pictures of places, like the
 * places' names and all notes, by its owner and admins only.
 */
export class MediaService {
  constructor(private readonly on: MediaDependencies) {}

  /** Newest first. @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async list(actor: User, wanted: Omit<MediaQuery, 'limit'> & { limit?: number }): Promise<MediaRow[]> {
    const { access, device } = await this.on.access.mustSee(actor, wanted.device_id, 'live');
    const limit = Math.min(wanted.limit ?? MAX_MEDIA, MAX_MEDIA);
    if (isShared(access)) return wanted.kind === 'poi' ? [] : this.on.store.list({ ...wanted, kind: 'face', limit });
    await this.on.audit.noteRead(actor, 'media', device.id, [device.user_id]);
    return this.on.store.list({ ...wanted, limit });
  }

  /** @throws ServiceError NOT_FOUND (also when its file is lost), ACCESS_DENIED */
  async show(actor: User, id: number, rendition: Rendition): Promise<{ media: MediaRow } & Drawn> {
    const media = await this.on.store.find(id);
    if (!media) throw notFound(`picture ${id}`);
    const isFace = media.kind === 'face';
    const { access } = await this.on.access.mustSee(actor, media.device_id, isFace ? 'live' : 'history');
    if (!isFace && isShared(access)) throw accessDenied('pictures of places are not shared');
    const drawn = await this.on.renditions.of(media, rendition);
    if (!drawn) throw notFound(`the file of picture ${id}`);
    return { media, ...drawn };
  }
}
