import { fromFeature } from '@/lib/domain/import/geojson';
import { type Found, fromRecord, fromSegment, fromSignal, fromTimelineObject } from '@/lib/domain/import/google';
import { type ImportFormat, type ImportItem, itemOf } from '@/lib/domain/import/item';
import { type JsonElement, JsonSplitter, MAX_ELEMENT_BYTES } from './json-elements';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Lists by the name of the member they are in, what their elements hold, and whose format it is. */
const LISTS: Record<string, { format: ImportFormat; find: (element: unknown) => Found }> = {
  locations: { format: 'google', find: fromRecord },
  timelineObjects: { format: 'google', find: fromTimelineObject },
  semanticSegments: { format: 'google', find: fromSegment },
  rawSignals: { format: 'google', find: fromSignal },
  features: { format: 'geojson', find: fromFeature },
  '': { format: 'google', find: fromSegment },
};

function decode(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return undefined;
  }
}

const isMessage = (value: unknown): value is { _type: string } =>
  typeof value === 'object' && value !== null && typeof (value as { _type?: unknown })._type === 'string';

/** A message among others in a list; of waypoints, some programs leave the type out. */
function messageItem(value: object, key: string, at: number): ImportItem {
  const message = key === 'waypoints' ? { _type: 'waypoint', ...value } : value;
  return { kind: 'message', payload: encoder.encode(JSON.stringify(message)), filed_at: null, at };
}

function itemsOf({ key, bytes, at }: JsonElement): ImportItem[] {
  const list = LISTS[key];
  if (!list && key !== 'waypoints' && key !== 'data') return [];
  if (bytes === null) return [{ kind: 'fault', reason: `an element longer than ${MAX_ELEMENT_BYTES} bytes`, at }];
  const value = decode(bytes);
  if (typeof value !== 'object' || value === null) return [{ kind: 'fault', reason: 'an element that is no JSON object', at }];
  if (!list || (key === '' && isMessage(value))) return [messageItem(value, key, at)];
  return list.find(value).map((found) => itemOf(found, at));
}

/** JSON whose points are elements of a list: GeoJSON's features, Google's four forms, OwnTracks' waypoints. */
export async function* readJsonLists(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ImportItem[]> {
  const splitter = new JsonSplitter();
  for await (const chunk of chunks) yield splitter.push(chunk).flatMap(itemsOf);
  const rest = splitter.end();
  if (rest || !splitter.isWhole) yield [{ kind: 'fault', reason: 'the file was cut off here', at: rest?.at ?? 0 }];
}

/** A single feature, or a geometry, of GeoJSON. */
export async function* readFeature(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ImportItem[]> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length <= MAX_ELEMENT_BYTES) parts.push(chunk);
  }
  const element = { key: 'features', bytes: length > MAX_ELEMENT_BYTES ? null : Buffer.concat(parts), at: 0 };
  yield itemsOf(element);
}
