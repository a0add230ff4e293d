import type { DeviceDto, LocationDto } from '@/components/admin/types';
import type { DrawnShape, EventType, Geofence } from '@/lib/domain/model';

/** The records of the HTTP API as the map reads them: times are ISO 8601, metres, degrees, km/h. */

export interface MapLocation extends LocationDto {
  altitude: number | null;
  course: number | null;
  /** The place's name, where somebody gave it one. */
  poi: string | null;
  /** What somebody put on all fixes of that time. */
  tag: string | null;
}

export type MapDevice = Omit<DeviceDto, 'last_location'> & { last_location: MapLocation | null };

export type MapZone = Pick<
  Geofence,
  | 'id'
  | 'name'
  | 'description'
  | 'center_latitude'
  | 'center_longitude'
  | 'radius_meters'
  | 'geometry'
  | 'owner_id'
  | 'device_id'
  | 'is_active'
  | 'color'
> & { shape_type: DrawnShape };

export interface ZoneStatus {
  device_id: number;
  geofence_id: string;
  is_inside: boolean;
  /** When the present side began; null before the first decision. */
  since: string | null;
}

export interface LiveEvent {
  id: number;
  geofence_id: string;
  device_id: number;
  event_type: EventType;
  occurred_at: string;
  retracted_at: string | null;
}

export interface LiveActivity {
  device_id: number;
  last_seen_at: string | null;
  connected: boolean;
  battery: number | null;
}

/** A picture of a place. */
export interface MapMedia {
  id: number;
  location_id: number | null;
  poi: string | null;
  tag: string | null;
  latitude: number | null;
  longitude: number | null;
  occurred_at: string;
}

/** Where tiles come from; from the server's configuration. */
export interface TileSource {
  url: string;
  attribution: string;
}
