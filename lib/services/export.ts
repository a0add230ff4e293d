import type { BeaconSighting, DeviceReport, PhoneTransition, StepCount, User } from '@/lib/domain/model';
import type {
  DeviceRow,
  DeviceStore,
  ExtrasStore,
  MediaRow,
  MediaStore,
  PictureFiles,
  ReconstructStore,
} from '@/lib/storage/ports';
import type { AuditService } from './audit';

/** More pictures than a phone takes in its life; their bytes are read one by one. */
const MAX_PICTURES = 100_000;
/** More stays near beacons than a phone tells of in its life. */
const MAX_SIGHTINGS = 100_000;

/** What phones said besides positions, regions and cards. */
export interface PhoneExtras {
  transitions: PhoneTransition[];
  steps: StepCount[];
  sightings: BeaconSighting[];
}

export interface ExportDependencies {
  devices: Pick<DeviceStore, 'list' | 'reports'>;
  media: Pick<MediaStore, 'list'>;
  files: Pick<PictureFiles, 'read'>;
  extras: ExtrasStore;
  transitions: Pick<ReconstructStore, 'transitionsBetween'>;
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

  async extras({ id }: DeviceRow): Promise<PhoneExtras> {
    const { extras, transitions } = this.on;
    return {
      transitions: await transitions.transitionsBetween(id, 0, Number.MAX_SAFE_INTEGER),
      steps: await extras.steps(id, 0),
      sightings: await extras.sightings(id, MAX_SIGHTINGS),
    };
  }

  pictures(device: DeviceRow): Promise<MediaRow[]> {
    return this.on.media.list({ device_id: device.id, limit: MAX_PICTURES });
  }

  /** Null where the file is lost. */
  picture({ sha256, mime }: MediaRow): Promise<Buffer | null> {
    return this.on.files.read(sha256, mime);
  }
}
