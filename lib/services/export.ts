import type { DeviceReport, User } from '@/lib/domain/model';
import type { DeviceRow, DeviceStore, MediaRow, MediaStore, PictureFiles } from '@/lib/storage/ports';
import type { AuditService } from './audit';

/** More pictures than a phone takes in its life; their bytes are read one by one. */
const MAX_PICTURES = 100_000;

export interface ExportDependencies {
  devices: Pick<DeviceStore, 'list' | 'reports'>;
  media: Pick<MediaStore, 'list'>;
  files: Pick<PictureFiles, 'read'>;
  audit: AuditService;
}

/** What only an archive of everything needs to know of a person; always of the actor's own. */
export class ExportService {
  constructor(private readonly on: ExportDependencies) {}

  /** To be called once for an archive. */
  async begin(actor: User): Promise<DeviceRow[]> {
    await this.on.audit.record(actor, 'export', 'user', actor.id);
    return this.on.devices.list({ user_id: actor.id });
  }

  /** What the device said of itself, newest only. */
  reports(device: DeviceRow): Promise<DeviceReport[]> {
    return this.on.devices.reports(device.id);
  }

  pictures(device: DeviceRow): Promise<MediaRow[]> {
    return this.on.media.list({ device_id: device.id, limit: MAX_PICTURES });
  }

  /** Null where the file is lost. */
  picture({ sha256, mime }: MediaRow): Promise<Buffer | null> {
    return this.on.files.read(sha256, mime);
  }
}
