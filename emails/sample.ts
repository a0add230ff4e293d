import { DEFAULT_SETTINGS } from '@/lib/domain/geofence/zone-settings';
import type { Device, Geofence, Language, ToldKind, User } from '@/lib/domain/model';
import type { ToldItem } from './told';

const NAMES: Record<Language, { device: string; zone: string; expectation: string }> = {
  en: { device: "Anna's phone", zone: 'Home', expectation: 'Home by evening' },
  de: { device: 'Annas Telefon', zone: 'Zuhause', expectation: 'Abends zu Hause' },
};

const STAY_SECONDS = 5 * 3_600 + 12 * 60;
const PLACE = { latitude: 52.51627, longitude: 13.37771, accuracy: 12 };

/** An example of what is told, of nobody real but in the reader's own zone. @param at when it happened (epoch ms) */
export function sampleOf(kind: ToldKind, reader: Pick<User, 'id' | 'language'>, at: number): ToldItem {
  const names = NAMES[reader.language];
  const shared = { delivery: { id: 0, created_at: at, attempts: 1, reason: null }, device: device(names.device, at) };
  const geofence = { ...zone(names.zone, at), owner_id: reader.id };
  const last_place = { ...PLACE, occurred_at: at - 600_000 };
  const untold = { notification_status: 'none', notification_reason: null } as const;
  if (kind === 'device') {
    const detail = { battery: 14 };
    const times = { occurred_at: at, raised_at: at, resolved_at: null };
    return {
      ...shared,
      kind,
      last_place,
      device_alert: { id: 0, device_id: 0, kind: 'battery_low', detail, ...times, ...untold },
    };
  }
  if (kind === 'alert') {
    const alert = { id: 0, expectation_id: '', device_id: 0, window_start: at, due_at: at, raised_at: at, event_id: null };
    const expectation = {
      id: '',
      owner_id: 0,
      geofence_id: '',
      device_id: null,
      name: names.expectation,
      kind: 'no_show',
    } as const;
    const window = { time_zone: 'UTC', days: [], start: '18:00', end: '20:00', is_active: true, email_notifications: true };
    return {
      ...shared,
      ...{ kind, geofence, members: [], last_place },
      alert: { ...alert, resolved_at: null, resolve_reason: null, ...untold },
      expectation: { ...expectation, ...window, created_at: at, updated_at: at },
    };
  }
  const event = { id: 0, geofence_id: '', device_id: 0, location_id: null, event_type: kind, ...PLACE, distance_from_center: 35 };
  const standing = { retracted_at: null, retract_reason: null, retract_decided_at: null, replaces_id: null, confidence: 1 };
  return {
    ...shared,
    ...{ kind: 'event', geofence },
    event: {
      ...{ ...event, ...standing, ...untold, origin: 'live', is_pass_through: false, witnesses: ['geometry'] },
      ...{ stay_seconds: kind === 'enter' ? null : STAY_SECONDS, occurred_at: at, decided_at: at, received_at: at },
    },
  };
}

const device = (name: string, at: number): Device => ({
  ...{ id: 1, user_id: 0, name, device: 'phone', color: '#1971c2', created_at: at, updated_at: at },
});

const zone = (name: string, at: number): Geofence => ({
  ...{ id: 'home', name, description: null, shape_type: 'circle', geometry: null, owner_id: 0, device_id: null, is_active: true },
  ...{ center_latitude: PLACE.latitude, center_longitude: PLACE.longitude, radius_meters: 100, color: '#2f9e44' },
  ...DEFAULT_SETTINGS,
  ...{ version: 1, judged_after_location_id: 0, judged_since: 0, earlier_rules: null, created_at: at, updated_at: at },
});
