import type { BeaconSighting, DeviceReport, StepCount, User } from '@/lib/domain/model';
import { type StepDay, stepsPerDay } from '@/lib/domain/steps/per-day';
import type { DeviceStore, ExtrasStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import type { DeviceService } from './devices';

const DAY_MS = 86_400_000;

/** The steps that a phone counted, the beacons it heard, and its settings: for its owner, not for those it is shared with. */
export class ExtrasService {
  constructor(
    private readonly devices: Pick<DeviceService, 'get'>,
    private readonly store: ExtrasStore,
    private readonly reports: Pick<DeviceStore, 'reports'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Of the last `days` days, newest first, in the actor's time zone, and the counts they are made of.
   * @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's device
   */
  async steps(actor: User, device_id: number, days: number): Promise<{ days: StepDay[]; counts: StepCount[] }> {
    await this.devices.get(actor, device_id);
    const counts = await this.store.steps(device_id, this.clock() - days * DAY_MS);
    return { days: stepsPerDay(counts, actor.time_zone).slice(0, days), counts };
  }

  /** As the phone last told them when it was asked; they were stored without what is secret in them. @throws as `steps` */
  async settings(actor: User, device_id: number): Promise<DeviceReport | null> {
    await this.devices.get(actor, device_id);
    return (await this.reports.reports(device_id)).find(({ kind }) => kind === 'dump') ?? null;
  }

  /** Newest first. @throws as `steps` */
  async beacons(actor: User, device_id: number, limit: number): Promise<BeaconSighting[]> {
    await this.devices.get(actor, device_id);
    return this.store.sightings(device_id, limit);
  }
}
