import type { DeviceAlertKind, NotificationStatus } from '@/lib/domain/model';
import type { DeviceAlertSettings } from '@/lib/domain/notify/device-alert';
import type { RhythmContext } from '@/lib/domain/notify/device-rhythm';

/** As many as the page asks for. */
export const ALERTS_READ = 50;

/** Something that is or was wrong with a phone. */
export interface DeviceAlertDto {
  id: number;
  device_id: number;
  device_name: string;
  kind: DeviceAlertKind;
  occurred_at: string;
  raised_at: string;
  /** Null: it still is. */
  resolved_at: string | null;
  /** Depends on the kind; moments in it are ISO 8601. */
  detail: Record<string, unknown>;
  notification_status: NotificationStatus;
  notification_reason: string | null;
}

/** What is told of a phone, and how long it is usually silent. */
export interface AlertSettingsDto {
  settings: DeviceAlertSettings;
  rhythm: { days: number; days_needed: number; usual_seconds: Record<RhythmContext, number | null> };
}

export interface InitialAlerts {
  alerts: DeviceAlertDto[];
  view: AlertSettingsDto;
}
