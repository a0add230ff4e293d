import type { EventOrigin } from '@/lib/domain/model';

/** What `GET /api/geofences/visits` and `…/stats` answer, as far as the page reads it: times in ISO 8601. */
export interface VisitDto {
  geofence_id: string;
  geofence_name: string;
  geofence_color: string;
  device_id: number;
  device_name: string;
  entered_at: string | null;
  left_at: string | null;
  duration_seconds: number | null;
  is_open: boolean;
  origin: EventOrigin;
  enter_event_id: number | null;
  exit_event_id: number | null;
}

export interface PeriodDto {
  /** `YYYY-MM-DD` */
  start: string;
  visits: number;
  total_seconds: number;
}

export interface SummaryDto {
  visits: number;
  total_seconds: number;
  average_seconds: number | null;
  longest_seconds: number | null;
  per_day: PeriodDto[];
  per_week: PeriodDto[];
  /** Seconds by weekday (0 is Monday) and hour. */
  per_hour: number[][];
}

export interface VisitPageDto {
  visits: VisitDto[];
  total: number;
  summary: SummaryDto;
}

export interface StatsDto {
  geofence_id: string;
  geofence_name: string;
  geofence_color: string;
  total_seconds: number;
  visits: number;
}
