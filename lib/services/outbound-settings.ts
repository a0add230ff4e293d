import { isIP } from 'node:net';
import type { User } from '@/lib/domain/model';
import type { SettingStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { OutboundPolicy } from './outbound';

const KEY = 'outbound';
const NOTHING: OutboundPolicy = { allow_private: false, allowed: [] };

/** Entries of the list. */
export const MOST_ALLOWED = 100;

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/** Whether it is a host name, an address, or a network like 192.168.1.0/24. */
export function isAllowedEntry(entry: string): boolean {
  const [address = '', prefix, more] = entry.split('/');
  if (more !== undefined || address.includes('%')) return false;
  const version = isIP(address);
  if (prefix !== undefined) return version !== 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
  // What looks like an address and is none would never match anything.
  return version !== 0 || (HOST_NAME.test(entry) && !/(^|\.)\d+$/.test(entry));
}

/** Where messages to servers that people name may go, read for each request, so that a change counts at once. */
export const outboundPolicy =
  (store: Pick<SettingStore, 'get'>): (() => Promise<OutboundPolicy>) =>
  async () =>
    (await store.get<OutboundPolicy>(KEY)) ?? NOTHING;

/** The admins' side of it. */
export class OutboundSettings {
  constructor(
    private readonly store: SettingStore,
    private readonly audit: AuditService,
  ) {}

  view(): Promise<OutboundPolicy> {
    return outboundPolicy(this.store)();
  }

  /** @param policy its entries checked by `isAllowedEntry`, in lower case */
  async save(actor: Pick<User, 'id'>, { allow_private, allowed }: OutboundPolicy): Promise<OutboundPolicy> {
    const policy = { allow_private, allowed: [...new Set(allowed)] };
    await this.store.set(KEY, policy);
    await this.audit.record(actor, 'update', 'setting', KEY, policy);
    return policy;
  }
}
