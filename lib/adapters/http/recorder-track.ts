import type { User } from '@/lib/domain/model';
import type { Payload } from '@/lib/domain/owntracks/payload';
import { onlyMembers } from '@/lib/domain/owntracks/recorder';
import { recorderSpan } from '@/lib/domain/owntracks/recorder-time';
import type { RecorderService, RecorderTrack } from '@/lib/services/recorder';
import {
  recorderCsv,
  recorderGeojson,
  recorderGpx,
  recorderJson,
  recorderLine,
  recorderPois,
  recorderXml,
} from './recorder-formats';
import { type RecorderParams, recorderRefusal } from './recorder-route';
import { streamed } from './writing';

type Pages = AsyncIterable<Payload[]>;

interface Format {
  contentType: string;
  /** A line or a track is drawn in the order of time. */
  oldest_first?: boolean;
  write(pages: Pages, track: { device_name: string; version: string }): AsyncIterable<string>;
}

const JSON_TYPE = 'application/json; charset=utf-8';

const FORMATS: Record<string, Format> = {
  json: { contentType: JSON_TYPE, write: (pages, { version }) => recorderJson(pages, version) },
  geojson: { contentType: JSON_TYPE, write: recorderGeojson },
  geojsonpoi: { contentType: JSON_TYPE, write: recorderPois },
  linestring: { contentType: JSON_TYPE, oldest_first: true, write: recorderLine },
  gpx: {
    contentType: 'application/gpx+xml; charset=utf-8',
    oldest_first: true,
    write: (pages, { device_name }) => recorderGpx(pages, device_name),
  },
  csv: { contentType: 'text/csv; charset=utf-8', write: recorderCsv },
  xml: { contentType: 'application/xml; charset=utf-8', write: recorderXml },
};

/** The formats whose members are the messages' own, so that `fields` can choose among them. */
const WITH_FIELDS = new Set(['json', 'csv', 'xml']);

/** Leaves of an object the members that `fields` names (`tst,lat,lon`), all where it is not given. */
export function recorderFields(params: RecorderParams): (payload: Payload) => Payload {
  const given = (params.get('fields') ?? '').split(',').map((name) => name.trim());
  const names = [...new Set(given)].filter((name) => name !== '' && name !== '__proto__');
  return names.length === 0 ? (payload) => payload : (payload) => onlyMembers(payload, names);
}

async function* chosen(pages: Pages, only: (payload: Payload) => Payload): Pages {
  for await (const page of pages) yield page.map(only);
}

/** The Recorder counts what is no number as none. */
function limitOf(params: RecorderParams): number | null {
  const limit = Number.parseInt(params.get('limit') ?? '', 10);
  return limit > 0 ? limit : null;
}

/** What `GET /api/0/locations` answers: 400 for an unknown format, 416 for times or names that can't be used. */
export async function recorderTrack(
  recorder: RecorderService,
  actor: User,
  params: RecorderParams,
  { now, version }: { now: number; version: string },
): Promise<Response> {
  const name = (params.get('format') ?? 'json').toLowerCase();
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  const refused = (status: 400 | 416, message: string) => recorderRefusal(status, 'VALIDATION_ERROR', message, now);
  if (!format) {
    return refused(400, `format is ${JSON.stringify(name.slice(0, 40))}; it must be one of ${Object.keys(FORMATS).join(', ')}`);
  }
  const { user, device } = params.names;
  if (user === null || device === null) return refused(416, 'user and device must both be given');
  const span = recorderSpan(params.get('from'), params.get('to'), now);
  if (typeof span === 'string') return refused(416, span);
  const wish = { span, limit: limitOf(params), oldest_first: format.oldest_first ?? false };
  const track: RecorderTrack = await recorder.track(actor, { user, device }, wish);
  const pages = WITH_FIELDS.has(name) ? chosen(track.pages, recorderFields(params)) : track.pages;
  return streamed(format.write(pages, { device_name: track.device_name, version }), { 'content-type': format.contentType });
}
