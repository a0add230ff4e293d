import type { ImportFormat } from './item';

/** So many refusals and files passed over are told in full; all are counted. */
const TOLD = 20;

export interface ImportFault {
  file: string;
  unit: 'line' | 'byte';
  at: number;
  reason: string;
}

/** What an import did to one device. Times are epoch milliseconds, of the fixes. */
export interface ImportedDevice {
  device_id: number;
  name: string;
  /** It was made for the import. */
  is_new: boolean;
  read: number;
  added: number;
  known: number;
  first_at: number | null;
  last_at: number | null;
}

/** What an import came to, or has come to so far. */
export interface ImportReport {
  formats: ImportFormat[];
  files_read: number;
  files_skipped: number;
  /** The first of them. */
  skipped: { file: string; reason: string }[];
  /** Fixes: `read` = `added` + `known`. */
  read: number;
  added: number;
  known: number;
  /** Items that are no usable fix or message. */
  refused: number;
  /** The first of them. */
  faults: ImportFault[];
  waypoints: number;
  cards: number;
  /** Messages that hold nothing to keep as history: status, steps, last wills. */
  other: number;
  first_at: number | null;
  last_at: number | null;
  devices: ImportedDevice[];
}

export const emptyReport = (): ImportReport => ({
  formats: [],
  files_read: 0,
  files_skipped: 0,
  skipped: [],
  read: 0,
  added: 0,
  known: 0,
  refused: 0,
  faults: [],
  waypoints: 0,
  cards: 0,
  other: 0,
  first_at: null,
  last_at: null,
  devices: [],
});

export function noteFault(report: ImportReport, fault: ImportFault): void {
  report.refused += 1;
  if (report.faults.length < TOLD) report.faults.push(fault);
}

export function noteSkipped(report: ImportReport, file: string, reason: string): void {
  report.files_skipped += 1;
  if (report.skipped.length < TOLD) report.skipped.push({ file, reason });
}

const earlier = (a: number | null, b: number) => (a === null || b < a ? b : a);
const later = (a: number | null, b: number) => (a === null || b > a ? b : a);

/** Counts fixes that were stored: `added` of the `count` of one device, all from `first_at` to `last_at`. */
export function noteStored(
  report: ImportReport,
  device: ImportedDevice,
  stored: { count: number; added: number; first_at: number; last_at: number },
): void {
  for (const sum of [report, device]) {
    sum.read += stored.count;
    sum.added += stored.added;
    sum.known += stored.count - stored.added;
    sum.first_at = earlier(sum.first_at, stored.first_at);
    sum.last_at = later(sum.last_at, stored.last_at);
  }
}
