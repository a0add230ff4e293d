'use client';

import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { spherePoint } from '@/lib/domain/geo';
import { staysOf } from './live-state';
import { areaOf } from './shape';
import type { MapDevice, MapLocation, MapZone, ZoneStatus } from './types';

/** Beyond this the distance to a zone says nothing of where a device is. */
const NEAR_METERS = 100_000;

function nearest(location: MapLocation, device: MapDevice, zones: readonly MapZone[]) {
  const relevant = zones.filter(
    ({ is_active, owner_id, device_id }) =>
      is_active && (device.shared || (owner_id === device.user_id && (device_id === null || device_id === device.id))),
  );
  const here = spherePoint(location.latitude, location.longitude);
  const distances = relevant.flatMap((zone) => {
    const area = areaOf(zone);
    return area ? [{ zone, meters: Math.max(0, -area.signedDistance(here)) }] : [];
  });
  return distances.sort((a, b) => a.meters - b.meters)[0] ?? null;
}

/** "at Home since 17:42", "1.2 km from Home": where a device is in people's words. */
export function useWhereabouts() {
  const t = useTranslations('map.where');
  const format = useFormat();
  return (device: MapDevice, statuses: readonly ZoneStatus[], zones: readonly MapZone[], now: number): string => {
    const location = device.last_location;
    if (!location) return t('noFix');
    const [stay, ...others] = staysOf(device.id, statuses, zones);
    if (stay) {
      const zone = stay.zone.name;
      const main = stay.since ? t('inSince', { zone, time: format.when(stay.since, now) }) : t('in', { zone });
      return others.length > 0 ? `${main}, ${t('also', { zones: others.map((other) => other.zone.name).join(', ') })}` : main;
    }
    const near = nearest(location, device, zones);
    if (!near || near.meters > NEAR_METERS) return t(device.shared ? 'notInYours' : 'nowhere');
    // Nobody judges other people's devices by the reader's zones: this only says where the position is.
    if (device.shared && near.meters === 0) return t('in', { zone: near.zone.name });
    return t('near', { distance: format.distance(near.meters), zone: near.zone.name });
  };
}
