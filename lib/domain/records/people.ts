export type Role = 'admin' | 'user';
export type Language = 'en' | 'de';

export interface User {
  id: number;
  email: string;
  name: string;
  /** The name in MQTT topics and device log-ins; unique without regard to letter case. */
  handle: string;
  role: Role;
  language: Language;
  time_zone: string;
  created_at: number;
  updated_at: number;
}

export interface Device {
  id: number;
  user_id: number;
  name: string;
  /** The last level of the topic `owntracks/<handle>/<device>`. */
  device: string;
  color: string;
  created_at: number;
  updated_at: number;
}

/** Somebody lets another person see devices. */
export interface Share {
  id: string;
  owner_id: number;
  viewer_id: number;
  /** Null: all devices of the owner, also those that are added later. */
  device_id: number | null;
  /** Also where the devices were before, not only where they are. */
  with_history: boolean;
  /** From this moment on it has ended (epoch ms); null: it lasts until somebody ends it. */
  until: number | null;
  created_at: number;
}

export interface ApiToken {
  id: number;
  user_id: number;
  name: string;
  created_at: number;
  last_used_at: number | null;
}

export interface AuditEntry {
  id: number;
  at: number;
  actor_user_id: number | null;
  action: string;
  subject_type: string;
  subject_id: string;
  detail: Record<string, unknown> | null;
}

/** What one process (worker, web, supervisor) last said of itself. */
export interface ProcessState {
  name: string;
  pid: number;
  started_at: number;
  beat_at: number;
  restarts: number;
  state: Record<string, unknown>;
}
