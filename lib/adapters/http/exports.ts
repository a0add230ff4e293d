import { stringify } from 'csv-stringify/sync';
import type { Location } from '@/lib/domain/model';
import type { VisitRow, VisitStats } from '@/lib/services/visits';
import type { EventRow } from '@/lib/storage/ports';
import { locationDto } from './dto';
import { type VisitDto, type VisitStatsDto, visitDto, visitStatsDto } from './visit-dto';
import { CSV, streamed, xml } from './writing';
import { eventDto } from './zone-dto';

type Columns = readonly string[];

/** Rows as comma-separated values, with a line of names first. */
export async function* csv<T>(pages: AsyncIterable<T[]>, columns: Columns, toRecord: (row: T) => object): AsyncIterable<string> {
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

/** A file that is made while it is sent. */
export function fileResponse(pieces: AsyncIterable<string | Uint8Array>, contentType: string, fileName: string): Response {
  return streamed(pieces, {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${fileName}"`,
  });
}
