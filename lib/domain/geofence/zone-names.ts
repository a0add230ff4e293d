import { regionKey } from '@/lib/domain/owntracks/region';
import { concerns, type Zone } from './zone';

interface Device {
  id: number;
  owner_id: number;
}

const NONE: readonly Zone[] = [];

/**
 * Zones by the name that a phone calls its region by. Made when first asked, and for each owner when first asked for him:
 * most people's phones have no regions of their own. Groups have no region on any phone.
 */
export class ZoneNames {
  private byOwner: Map<number, Zone[]> | null = null;
  private readonly names = new Map<number, Map<string, Zone[]>>();

  constructor(private readonly zones: Iterable<Zone>) {}

  /** The zones that watch this device and have this name; names compare without regard to letter case. */
  named(device: Device, region: string): readonly Zone[] {
    const known = this.namesOf(device.owner_id);
    if (known.size === 0) return NONE;
    return known.get(regionKey(region))?.filter(({ geofence }) => concerns(geofence, device)) ?? NONE;
  }

  private namesOf(ownerId: number): Map<string, Zone[]> {
    const known = this.names.get(ownerId);
    if (known) return known;
    this.byOwner ??= grouped(this.zones, ({ geofence }) => (geofence.shape_type === 'group' ? null : geofence.owner_id));
    const names = grouped(this.byOwner.get(ownerId) ?? [], ({ geofence }) => regionKey(geofence.name) || null);
    this.names.set(ownerId, names);
    return names;
  }
}

function grouped<K>(zones: Iterable<Zone>, keyOf: (zone: Zone) => K | null): Map<K, Zone[]> {
  const groups = new Map<K, Zone[]>();
  for (const zone of zones) {
    const key = keyOf(zone);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(zone);
    else groups.set(key, [zone]);
  }
  return groups;
}
