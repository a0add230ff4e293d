import { type Options, stringify } from 'csv-stringify/sync';
import type { Location } from '@/lib/domain/model';
import type { VisitRow, VisitStats } from '@/lib/services/visits';
import type { EventRow } from '@/lib/storage/ports';
import { locationDto } from './dto';
import { type VisitDto, type VisitStatsDto, visitDto, visitStatsDto } from './visit-dto';
import { eventDto } from './zone-dto';

/** What a spreadsheet may take for a formula after leading white space; csv-stringify looks at the first character only. */
const SPACED_FORMULA = /^\s+[=+\-@＝＋－＠]/;

const CSV: Options = {
  // Texts that begin like a formula get an apostrophe; numbers stay numbers.
  escape_formulas: true,
  cast: {
    string: (value) => (SPACED_FORMULA.test(value) ? `'${value}` : value),
    boolean: (value) => String(value),
    object: (value) => JSON.stringify(value),
  },
  record_delimiter: '\r\n',
};

type Columns = readonly string[];

async function* csv<T>(pages: AsyncIterable<T[]>, columns: Columns, toRecord: (row: T) => object): AsyncIterable<string> {
  yield stringify([[...columns]], CSV);
  for await (const page of pages) yield stringify(page.map(toRecord), { ...CSV, columns: [...columns] });
}

const EVENT_COLUMNS: (keyof ReturnType<typeof eventDto>)[] = [
  'id',
  'occurred_at',
  'received_at',
  'event_type',
  'device_id',
  'device_name',
  'geofence_id',
  'geofence_name',
  'latitude',
  'longitude',
  'accuracy',
  'distance_from_center',
  'confidence',
  'stay_seconds',
  'notification_status',
  'notification_reason',
  'retracted_at',
  'retract_reason',
  'decided_at',
  'retract_decided_at',
  'replaces_id',
  'origin',
  'is_pass_through',
  'witnesses',
  'is_late',
];

/** Events as comma-separated values, safe to open in a spreadsheet. */
export const eventsCsv = (pages: AsyncIterable<EventRow[]>) => csv(pages, EVENT_COLUMNS, eventDto);

const VISIT_COLUMNS: (keyof VisitDto)[] = [
  'device_id',
  'device_name',
  'geofence_id',
  'geofence_name',
  'entered_at',
  'left_at',
  'duration_seconds',
  'is_open',
  'origin',
  'enter_event_id',
  'exit_event_id',
];

/** Stays as comma-separated values. */
export const visitsCsv = (pages: AsyncIterable<VisitRow[]>) => csv(pages, VISIT_COLUMNS, visitDto);

const VISIT_STATS_COLUMNS: (keyof VisitStatsDto)[] = [
  'geofence_id',
  'geofence_name',
  'device_id',
  'device_name',
  'visits',
  'total_seconds',
  'average_seconds',
  'longest_seconds',
  'last_visit_at',
  'is_inside',
];

/** What stays come to for each zone and device, as comma-separated values. */
export const visitStatsCsv = (pages: AsyncIterable<VisitStats[]>) => csv(pages, VISIT_STATS_COLUMNS, visitStatsDto);

const LOCATION_COLUMNS: (keyof Location)[] = [
  'id',
  'device_id',
  'occurred_at',
  'created_at',
  'received_at',
  'latitude',
  'longitude',
  'accuracy',
  'altitude',
  'vertical_accuracy',
  'velocity',
  'course',
  'battery',
  'battery_status',
  'trigger',
  'monitoring_mode',
  'connection',
  'ssid',
  'bssid',
  'pressure',
  'tid',
  'in_regions',
  'tag',
  'poi',
  'extra',
];

export const locationsCsv = (pages: AsyncIterable<Location[]>) => csv(pages, LOCATION_COLUMNS, locationDto);

/** A FeatureCollection of points; the properties are the location's other fields. */
export async function* locationsGeojson(pages: AsyncIterable<Location[]>): AsyncIterable<string> {
  yield '{"type":"FeatureCollection","features":[';
  let separator = '';
  for await (const page of pages) {
    const features = page.map((location) => {
      const { id, latitude, longitude, ...properties } = locationDto(location);
      const coordinates = location.altitude === null ? [longitude, latitude] : [longitude, latitude, location.altitude];
      return JSON.stringify({ type: 'Feature', id, geometry: { type: 'Point', coordinates }, properties });
    });
    yield separator + features.join(',\n');
    separator = ',\n';
  }
  yield ']}\n';
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** As text of XML 1.0, which has no place for most control characters. */
const xml = (text: string) =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (character) => ENTITIES[character]!);

/** GPX 1.1: one track named like the device, elevation in metres where the phone gave one. */
export async function* locationsGpx(device_name: string, pages: AsyncIterable<Location[]>): AsyncIterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Fencepost" xmlns="http://www.topografix.com/GPX/1/1">\n';
  yield `<trk><name>${xml(device_name)}</name><trkseg>\n`;
  for await (const page of pages) {
    const points = page.map(({ latitude, longitude, altitude, occurred_at }) => {
      const elevation = altitude === null ? '' : `<ele>${altitude}</ele>`;
      return `<trkpt lat="${latitude}" lon="${longitude}">${elevation}<time>${new Date(occurred_at).toISOString()}</time></trkpt>\n`;
    });
    yield points.join('');
  }
  yield '</trkseg></trk></gpx>\n';
}

/** A file that is made while it is sent: the next piece only when the client has taken the one before. */
export function fileResponse(pieces: AsyncIterable<string>, contentType: string, fileName: string): Response {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
    },
  });
}
