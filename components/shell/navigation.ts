import type { Role } from '@/lib/domain/model';

export type EntryName =
  | 'map'
  | 'dashboard'
  | 'zones'
  | 'events'
  | 'visits'
  | 'expectations'
  | 'devices'
  | 'sharing'
  | 'deliveries'
  | 'users'
  | 'mail'
  | 'mqtt'
  | 'account';

export interface Entry {
  name: EntryName;
  href: string;
  /** Pages that belong to it and lie elsewhere. */
  also?: readonly string[];
  adminOnly?: boolean;
}

/** The main navigation, in this order everywhere. */
const entries: readonly Entry[] = [
  { name: 'map', href: '/map' },
  { name: 'dashboard', href: '/admin' },
  { name: 'zones', href: '/admin/geofences' },
  { name: 'events', href: '/admin/geofences/events', also: ['/admin/geofences/why'] },
  { name: 'visits', href: '/admin/geofences/visits' },
  { name: 'expectations', href: '/admin/geofences/expectations' },
  { name: 'devices', href: '/admin/devices', also: ['/admin/rejected', '/admin/import'] },
  { name: 'sharing', href: '/admin/sharing' },
  { name: 'deliveries', href: '/admin/deliveries' },
  { name: 'users', href: '/admin/users', adminOnly: true },
  { name: 'mail', href: '/admin/mail', adminOnly: true },
  { name: 'mqtt', href: '/admin/mqtt', adminOnly: true },
  { name: 'account', href: '/account' },
];

export function entriesFor(role: Role): Entry[] {
  return entries.filter((entry) => !entry.adminOnly || role === 'admin');
}

/** The entry a path belongs to: the longest address that it begins with, level by level. */
export function activeEntry(pathname: string): EntryName | null {
  const addresses = entries.flatMap(({ name, href, also = [] }) => [href, ...also].map((address) => ({ name, address })));
  const matching = addresses.filter(({ address }) => pathname === address || pathname.startsWith(`${address}/`));
  return matching.sort((a, b) => b.address.length - a.address.length)[0]?.name ?? null;
}
