export type ImportFormat = 'recorder' | 'otrw' | 'gpx' | 'geojson' | 'kml' | 'csv' | 'google';
export type ImportState = 'uploading' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface ImportedDevice {
  device_id: number;
  name: string;
  is_new: boolean;
  read: number;
  added: number;
  known: number;
  first_at: string | null;
  last_at: string | null;
}

export interface ImportReport {
  files_read: number;
  files_skipped: number;
  skipped: { file: string; reason: string }[];
  read: number;
  added: number;
  known: number;
  refused: number;
  faults: { file: string; unit: 'line' | 'byte'; at: number; reason: string }[];
  waypoints: number;
  cards: number;
  first_at: string | null;
  last_at: string | null;
  devices: ImportedDevice[];
}

/** As `GET /api/imports` answers. */
export interface ImportDto {
  id: string;
  device_id: number | null;
  file_name: string;
  format: string | null;
  state: ImportState;
  bytes_total: number;
  bytes_done: number;
  report: ImportReport | null;
  error: string | null;
  created_at: string;
}

export interface ImportList {
  imports: ImportDto[];
  max_bytes: number;
}

export interface DeviceChoice {
  id: number;
  name: string;
  /** Where the reader sees the devices of several people. */
  owner: string | null;
}

export const isOpen = ({ state }: Pick<ImportDto, 'state'>) => state === 'uploading' || state === 'queued' || state === 'running';
