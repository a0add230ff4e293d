import type { Members } from '@/lib/domain/owntracks/values';
import { fromColumns } from './columns';
import type { Found } from './google';
import { fixAt, NO_PLACE, NO_TIME } from './item';
import { readTime } from './time';

type Json = Record<string, unknown>;
const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Where tools put the times of a line's positions. */
const TIMES = ['coordTimes', 'times', 'timestamps'];

function timesOf(properties: Json): unknown[] {
  const nested = objectOf(properties.coordinateProperties);
  for (const name of TIMES) {
    const list = properties[name] ?? nested[name];
    if (Array.isArray(list)) return list;
  }
  return [];
}

function alongLine(positions: unknown[], times: unknown[]): Found {
  return positions.map((position, index) => {
    const [longitude, latitude, altitude] = listOf(position);
    return fixAt({ latitude, longitude, altitude, time: readTime(times[index]) });
  });
}

/** A point has the properties of our own export, or those of a table. */
function fromPoint(coordinates: unknown, properties: Json): Members | string {
  const [longitude, latitude, altitude] = listOf(coordinates);
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return NO_PLACE;
  return fromColumns({ altitude, ...properties, latitude, longitude });
}

/** What a feature of GeoJSON holds. Lines need a time for each position; areas are no fixes. */
export function fromFeature(element: unknown): Found {
  const { geometry, properties } = objectOf(element);
  const { type, coordinates } = objectOf(geometry);
  const said = objectOf(properties);
  switch (type) {
    case 'Point':
      return [fromPoint(coordinates, said)];
    case 'LineString':
    case 'MultiPoint': {
      const times = timesOf(said);
      return times.length === 0 ? [`${type}: ${NO_TIME}`] : alongLine(listOf(coordinates), times);
    }
    case 'MultiLineString': {
      const times = timesOf(said);
      return listOf(coordinates).flatMap((line, index) => alongLine(listOf(line), listOf(times[index])));
    }
    default:
      return [`${typeof type === 'string' ? type : 'a feature'} is no fix`];
  }
}
