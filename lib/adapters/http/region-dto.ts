import type { MatchedRegion } from '@/lib/services/regions';
import { iso } from './dto';

export const regionDto = ({ zone, ...region }: MatchedRegion) => ({
  ...region,
  last_event_at: iso(region.last_event_at),
  last_listed_at: iso(region.last_listed_at),
  geofence_id: zone?.id ?? null,
  geofence_name: zone?.name ?? null,
  geofence_is_active: zone?.is_active ?? null,
});
export type RegionDto = ReturnType<typeof regionDto>;
