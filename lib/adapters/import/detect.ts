import type { ImportFormat, ImportItem } from '@/lib/domain/import/item';
import { isTable, readCsv } from './csv-reader';
import { readGpx } from './gpx-reader';
import { readFeature, readJsonLists } from './json-reader';
import { readKml } from './kml-reader';
import { readMessage, readRecorder } from './recorder-reader';

type Read = (chunks: AsyncIterable<Uint8Array>, head: string) => AsyncIterable<ImportItem[]>;

/** How a file is read, and what its items' `at` counts. */
export interface Reader {
  format: ImportFormat;
  unit: 'line' | 'byte';
  read: Read;
}

const RECORDER_LINE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z\s+\S+\s+\S/;
const MESSAGE = /^\s*\{[^{}[\]]*"_type"\s*:\s*"(?:card|waypoint|location|transition|lwt|status)"/;
/** What a list in JSON is of, by what stands at the file's begin. */
const JSON_LISTS: [RegExp, ImportFormat][] = [
  [/"_type"\s*:\s*"waypoints"|^\s*\{[^{[]*"waypoints"\s*:\s*\[/, 'otrw'],
  [/"type"\s*:\s*"FeatureCollection"|"features"\s*:\s*\[/, 'geojson'],
  [/"(?:locations|timelineObjects|semanticSegments|rawSignals)"\s*:\s*\[/, 'google'],
  [/^\s*\[\s*\{[^[]*"(?:startTime|endTime)"/, 'google'],
  [/^\s*\[\s*\{[^[]*"_type"|^\s*\{[^[]*"data"\s*:\s*\[\s*\{[^[]*"_type"/, 'recorder'],
];
const FEATURE = /^\s*\{[^[]*"type"\s*:\s*"Feature"|"geometry"\s*:/;

const lines = (format: ImportFormat, read: Read): Reader => ({ format, unit: 'line', read });
const bytes = (format: ImportFormat, read: Read): Reader => ({ format, unit: 'byte', read });

/** How to read what a person says it is. */
export function readerOf(format: ImportFormat, head: string): Reader {
  switch (format) {
    case 'recorder':
      return /^\s*[[{]/.test(head) ? (detectJson(head) ?? bytes(format, readMessage)) : lines(format, readRecorder);
    case 'gpx':
      return lines(format, readGpx);
    case 'kml':
      return lines(format, readKml);
    case 'csv':
      return lines(format, readCsv);
    case 'geojson':
      return detectJson(head) ?? bytes(format, readJsonLists);
    default:
      return bytes(format, readJsonLists);
  }
}

function detectJson(head: string): Reader | null {
  if (MESSAGE.test(head)) return bytes('recorder', readMessage);
  const list = JSON_LISTS.find(([pattern]) => pattern.test(head));
  if (list) return bytes(list[1], readJsonLists);
  return FEATURE.test(head) ? bytes('geojson', readFeature) : null;
}

/** How to read a file, by what it holds, whatever its name. @param head its first 64 KB as text @returns null for what is not understood */
export function detect(head: string): Reader | null {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text.startsWith('<')) {
    if (/<gpx[\s>]/.test(text)) return lines('gpx', readGpx);
    return /<(?:\w+:)?kml[\s>]/.test(text) ? lines('kml', readKml) : null;
  }
  if (/^[{[]/.test(text)) return detectJson(text);
  if (RECORDER_LINE.test(text)) return lines('recorder', readRecorder);
  return isTable(text) ? lines('csv', readCsv) : null;
}
