import { randomUUID } from 'node:crypto';
import type { Share, User } from '@/lib/domain/model';
import { isInForce } from '@/lib/domain/sharing';
import type { DeviceStore, ShareRow, ShareStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, notFound, ServiceError } from './errors';

export interface NewShareInput {
  /** E-mail address or handle of the person who may see it. */
  viewer: string;
  /** Null: all own devices, also those that are added later. */
  device_id: number | null;
  with_history: boolean;
  /** Epoch milliseconds, in the future; null: until somebody ends it. */
  until: number | null;
}

export type SharePatch = Partial<Pick<Share, 'with_history' | 'until'>>;

/** A share as one of its two people sees it. */
export type ShareView = ShareRow & { direction: 'given' | 'received'; is_active: boolean };

export interface ShareDependencies {
  store: ShareStore;
  devices: Pick<DeviceStore, 'find'>;
  audit: AuditService;
  clock: Clock;
}

const wrong = (field: string, message: string) => new ServiceError('VALIDATION_ERROR', message, { [field]: message });

/** Why a person can't be shared with, in a word for programs, too. */
const wrongViewer = (reason: 'unknown_person' | 'yourself' | 'shared_already', message: string) =>
  new ServiceError('VALIDATION_ERROR', message, { viewer: message, reason });

/** Who lets whom see which devices. The owner alone gives and changes a share; either of the two, or an admin, ends it. */
export class ShareService {
  constructor(private readonly the: ShareDependencies) {}

  /** Given and received ones, also those that have ended and can be given anew. */
  async list(actor: User): Promise<ShareView[]> {
    const rows = await this.the.store.list(actor.id);
    return rows.map((row) => this.view(actor, row)).filter(({ direction, is_active }) => direction === 'given' || is_active);
  }

  /**
   * @throws ServiceError VALIDATION_ERROR for a person who is not here, oneself, a moment that has passed, and what is shared
   * already; NOT_FOUND, ACCESS_DENIED for a device that is not the actor's own
   */
  async create(actor: User, input: NewShareInput): Promise<ShareView> {
    await this.mustOwnDevice(actor, input.device_id);
    this.mustBeAhead(input.until);
    const viewer = await this.viewerCalled(actor, input.viewer);
    const { device_id, with_history, until } = input;
    const now = this.the.clock();
    const share = { id: randomUUID(), owner_id: actor.id, viewer_id: viewer.id, device_id, with_history, until, created_at: now };
    if (!(await this.the.store.create(share, now))) {
      throw wrongViewer('shared_already', `${viewer.name} sees this already; change that share instead`);
    }
    await this.the.audit.record(actor, 'create', 'share', share.id, { viewer_id: viewer.id, device_id, with_history, until });
    return this.view(actor, await this.mustFind(actor, share.id));
  }

  /** Also gives an ended share new life. @throws ServiceError NOT_FOUND, ACCESS_DENIED for the viewer, VALIDATION_ERROR */
  async update(actor: User, id: string, patch: SharePatch): Promise<ShareView> {
    const share = await this.mustFind(actor, id);
    if (share.owner_id !== actor.id) throw accessDenied('only the owner of the devices may change what is shared');
    if (patch.until !== undefined) this.mustBeAhead(patch.until);
    if (!(await this.the.store.update(id, patch))) throw notFound(`share ${id}`);
    await this.the.audit.record(actor, 'update', 'share', id, { ...patch });
    return this.view(actor, await this.mustFind(actor, id));
  }

  /** Ends it at once. @throws ServiceError NOT_FOUND, also for a share of two other people */
  async remove(actor: User, id: string): Promise<void> {
    const share = await this.mustFind(actor, id);
    if (!(await this.the.store.remove(id))) throw notFound(`share ${id}`);
    const { owner_id, viewer_id, device_id } = share;
    await this.the.audit.record(actor, 'delete', 'share', id, { owner_id, viewer_id, device_id });
  }

  private view(actor: User, row: ShareRow): ShareView {
    return { ...row, direction: row.owner_id === actor.id ? 'given' : 'received', is_active: isInForce(row, this.the.clock()) };
  }

  /** That two other people share something is not told, not even by the kind of error. */
  private async mustFind(actor: User, id: string): Promise<ShareRow> {
    const share = await this.the.store.find(id);
    const concerns = share && (share.owner_id === actor.id || share.viewer_id === actor.id || actor.role === 'admin');
    if (!concerns) throw notFound(`share ${id}`);
    return share;
  }

  private async mustOwnDevice(actor: User, device_id: number | null): Promise<void> {
    if (device_id === null) return;
    const device = await this.the.devices.find(device_id);
    if (!device) throw notFound(`device ${device_id}`);
    if (device.user_id !== actor.id) throw accessDenied('only its owner may share a device');
  }

  private mustBeAhead(until: number | null): void {
    if (until === null || until > this.the.clock()) return;
    throw wrong('until', `until is ${new Date(until).toISOString()}; it must be in the future`);
  }

  private async viewerCalled(actor: User, name: string) {
    const viewer = await this.the.store.findPerson(name.trim());
    if (!viewer) {
      throw wrongViewer('unknown_person', `viewer is ${JSON.stringify(name)}; nobody here has this e-mail address or user name`);
    }
    if (viewer.id === actor.id) throw wrongViewer('yourself', 'viewer is yourself; you see your own devices anyway');
    return viewer;
  }
}
