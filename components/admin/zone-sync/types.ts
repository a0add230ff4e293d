import type { CommandState, ShapeType } from '@/lib/domain/model';
import type { Platform } from '@/lib/domain/owntracks/platform';
import type { DriftKind, SyncState } from '@/lib/domain/owntracks/sync-view';

/** What `/api/devices/:id/sync` answers; times are ISO 8601. */

interface Circle {
  name: string;
  latitude: number;
  longitude: number;
  radius_meters: number;
}

/** As the phone describes it. */
export interface ReportedDto {
  key: string;
  name: string;
  kind: 'circle' | 'follow' | 'beacon';
  latitude: number | null;
  longitude: number | null;
  radius_meters: number | null;
  reported_at: string;
}

export interface SyncZoneDto {
  geofence_id: string;
  name: string;
  color: string;
  shape_type: ShapeType;
  is_active: boolean;
  state: SyncState;
  /** As the phone is, or would be, told. */
  region: Circle & { is_enclosing: boolean };
  told: Circle | null;
  reported: ReportedDto | null;
  drift: DriftKind[];
  confirmed_at: string | null;
  command_state: CommandState | null;
}

export interface PhoneRegionDto extends ReportedDto {
  can_be_zone: boolean;
  geofence_id: string | null;
  geofence_name: string | null;
}

export interface SyncDto {
  keeps_zones: boolean;
  platform: Platform | null;
  most_regions: number;
  listed_at: string | null;
  zones: SyncZoneDto[];
  regions: PhoneRegionDto[];
}
