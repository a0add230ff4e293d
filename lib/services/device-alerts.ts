import type { User } from '@/lib/domain/model';
import type { DeviceAlertSettings } from '@/lib/domain/notify/device-alert';
import { MIN_DAYS, NO_RHYTHM, type RhythmContext, usualSilence } from '@/lib/domain/notify/device-rhythm';
import type { DeviceAlertRow, DeviceAlertStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { DeviceService } from './devices';

/** What a phone's owner is told of it, and what is known of how often it speaks. */
export interface DeviceAlertView {
  settings: DeviceAlertSettings;
  rhythm: {
    /** Days of which something is known, and how many it takes. */
    days: number;
    days_needed: number;
    /** The longest silence of nine days of ten, in seconds; null: too little is known. */
    usual_seconds: Record<RhythmContext, number | null>;
  };
}

export interface DeviceAlertDependencies {
  store: DeviceAlertStore;
  devices: Pick<DeviceService, 'get'>;
  audit: AuditService;
}

/** What is or was wrong with phones. Only the owner of a phone sees it, and admins; a share does not show it. */
export class DeviceAlertService {
  constructor(private readonly the: DeviceAlertDependencies) {}

  /** Newest first. @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's device */
  async list(actor: User, filter: { device_id?: number; open?: boolean }, limit: number): Promise<DeviceAlertRow[]> {
    if (filter.device_id !== undefined) await this.the.devices.get(actor, filter.device_id);
    const rows = await this.the.store.list({ ...filter, ...(actor.role === 'admin' ? {} : { owner_id: actor.id }) }, limit);
    await this.the.audit.noteReadOf(actor, 'device_alert', '*', rows);
    return rows;
  }

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async view(actor: User, device_id: number): Promise<DeviceAlertView> {
    await this.the.devices.get(actor, device_id);
    const rhythm = (await this.the.store.rhythm(device_id)) ?? NO_RHYTHM;
    const usual = (context: RhythmContext) => {
      const found = usualSilence(rhythm, context);
      return found && found.total / 1000;
    };
    return {
      settings: await this.the.store.settings(device_id),
      rhythm: {
        days: new Set(rhythm.days.map(({ day }) => day)).size,
        days_needed: MIN_DAYS,
        usual_seconds: { rest: usual('rest'), moving: usual('moving'), live: usual('live') },
      },
    };
  }

  /** Changes the given ones. @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async update(actor: User, device_id: number, patch: Partial<DeviceAlertSettings>): Promise<DeviceAlertView> {
    await this.the.devices.get(actor, device_id);
    const settings = { ...(await this.the.store.settings(device_id)), ...patch };
    await this.the.store.setSettings(device_id, settings);
    await this.the.audit.record(actor, 'update', 'device', device_id, { fields: Object.keys(patch) });
    return this.view(actor, device_id);
  }
}
