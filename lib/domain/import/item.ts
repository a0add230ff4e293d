import type { Members } from '@/lib/domain/owntracks/values';

/** Formats that are read, by the names that people give on the command line. */
export const IMPORT_FORMATS = ['recorder', 'otrw', 'gpx', 'geojson', 'kml', 'csv', 'google'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/**
 * One thing that a file says, in the order of the file. `at` is where: a line (from 1) in files of lines, a byte (from 0) in JSON.
 * `members`: a fix in OwnTracks' words, whatever the format. `message`: a message as a phone sent it, and when it was filed
 * (epoch milliseconds). `fault`: what can't be read.
 */
export type ImportItem = { at: number } & (
  | { kind: 'members'; members: Members }
  | { kind: 'message'; payload: Uint8Array; filed_at: number | null }
  | { kind: 'fault'; reason: string }
);

/** A fix without a time is none; see `fixAt`. */
export const NO_TIME = 'no time that can be read';
export const NO_PLACE = 'no place that can be read';

export interface FixParts {
  latitude: unknown;
  longitude: unknown;
  /** Epoch milliseconds. */
  time: number | null;
  /** Metres; km/h; degrees. */
  altitude?: unknown;
  accuracy?: unknown;
  vertical_accuracy?: unknown;
  velocity?: unknown;
  course?: unknown;
  poi?: unknown;
}

/** A fix of another format in OwnTracks' words, or the reason why it is none. */
export function fixAt({ latitude, longitude, time, ...parts }: FixParts): Members | string {
  if (time === null) return NO_TIME;
  if (latitude === null || latitude === undefined || longitude === null || longitude === undefined) return NO_PLACE;
  const members: Members = { lat: latitude, lon: longitude, tst: time };
  if (parts.altitude != null) members.alt = parts.altitude;
  if (parts.accuracy != null) members.acc = parts.accuracy;
  if (parts.vertical_accuracy != null) members.vac = parts.vertical_accuracy;
  if (parts.velocity != null) members.vel = parts.velocity;
  if (parts.course != null) members.cog = parts.course;
  if (parts.poi != null) members.poi = parts.poi;
  return members;
}

/** What `fixAt` found, as an item. */
export const itemOf = (found: Members | string, at: number): ImportItem =>
  typeof found === 'string' ? { kind: 'fault', reason: found, at } : { kind: 'members', members: found, at };
