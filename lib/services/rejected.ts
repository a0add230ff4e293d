import type { User } from '@/lib/domain/model';
import { type RejectionCode, rejectionCode } from '@/lib/domain/owntracks/rejection';
import type { RejectedRow, RejectedStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { DeviceService } from './devices';

export interface RejectedFilter {
  device_id?: number;
  code?: RejectionCode;
}

export interface RejectedPage {
  rejected: (RejectedRow & { code: RejectionCode })[];
  /** Of all that the filter lets through. */
  total: number;
  /** How many there are of each kind, whatever kind is asked for. */
  codes: Partial<Record<RejectionCode, number>>;
}

/** What came and was refused: people see what concerns their own devices, admins all, also what is of no known device. */
export class RejectedService {
  constructor(
    private readonly store: RejectedStore,
    private readonly devices: Pick<DeviceService, 'get'>,
    private readonly audit: AuditService,
  ) {}

  /** Newest first. @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's device */
  async page(actor: User, { device_id, code }: RejectedFilter, limit: number, offset = 0): Promise<RejectedPage> {
    const all = await this.visible(actor, device_id);
    const codes: RejectedPage['codes'] = {};
    const coded = all.map((row) => ({ ...row, code: rejectionCode(row.reason) }));
    for (const row of coded) codes[row.code] = (codes[row.code] ?? 0) + 1;
    const wanted = code === undefined ? coded : coded.filter((row) => row.code === code);
    const rejected = wanted.slice(offset, offset + limit);
    if (device_id === undefined) {
      const owners = rejected.flatMap(({ owner_id }) => owner_id ?? []);
      await this.audit.noteRead(actor, 'rejected_message', '*', owners);
    }
    return { rejected, total: wanted.length, codes };
  }

  private async visible(actor: User, device_id?: number): Promise<RejectedRow[]> {
    if (device_id !== undefined) {
      await this.devices.get(actor, device_id);
      return this.store.list({ device_id });
    }
    return this.store.list(actor.role === 'admin' ? {} : { user_id: actor.id });
  }
}
