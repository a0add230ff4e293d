import type { Location } from '@/lib/domain/model';
import { type Members, numberOf } from '@/lib/domain/owntracks/values';
import { NO_PLACE, NO_TIME } from './item';
import { readTime } from './time';

type Field = Exclude<keyof Location, 'id' | 'device_id' | 'received_at'> | 'date' | 'clock' | 'speed_ms';

/** Usual spellings of columns and properties, without what is no letter or digit. */
const SPELLINGS: Record<Field, string[]> = {
  latitude: ['latitude', 'lat', 'breite', 'y'],
  longitude: ['longitude', 'lon', 'lng', 'long', 'länge', 'laenge', 'x'],
  occurred_at: [
    'occurredat',
    'time',
    'timestamp',
    'datetime',
    'tst',
    'utc',
    'timeutc',
    'utctime',
    'isotst',
    'fixtime',
    'zeit',
    'zeitstempel',
  ],
  date: ['date', 'datum'],
  clock: ['timeofday', 'uhrzeit', 'clock'],
  created_at: ['createdat'],
  accuracy: ['accuracy', 'acc', 'hacc', 'horizontalaccuracy', 'accuracymeters', 'genauigkeit'],
  altitude: ['altitude', 'alt', 'ele', 'elevation', 'height', 'höhe', 'hoehe'],
  vertical_accuracy: ['verticalaccuracy', 'vac', 'vacc'],
  velocity: ['velocity', 'vel', 'speedkmh', 'kmh', 'geschwindigkeit'],
  speed_ms: ['speed', 'speedms', 'mps'],
  course: ['course', 'cog', 'bearing', 'heading', 'kurs'],
  battery: ['battery', 'batt', 'batterylevel'],
  battery_status: ['batterystatus', 'bs'],
  trigger: ['trigger'],
  monitoring_mode: ['monitoringmode'],
  connection: ['connection', 'conn'],
  ssid: ['ssid'],
  bssid: ['bssid'],
  pressure: ['pressure'],
  tid: ['tid'],
  in_regions: ['inregions'],
  tag: ['tag'],
  poi: ['poi'],
  extra: ['extra'],
};

const FIELDS = new Map(Object.entries(SPELLINGS).flatMap(([field, names]) => names.map((name) => [name, field as Field])));

/** The field that a column's name stands for, or null. */
export const fieldOf = (name: string): Field | null => FIELDS.get(name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')) ?? null;

/** Of our own tables, events have a place and a time, too; they are no fixes. */
const NOT_OF_FIXES = 'geofence_id';

/** A list of names is a header if it says where and when. */
export function isHeader(names: readonly string[]): boolean {
  if (names.includes(NOT_OF_FIXES)) return false;
  const fields = new Set(names.map(fieldOf));
  return fields.has('latitude') && fields.has('longitude') && (fields.has('occurred_at') || fields.has('date'));
}

const MEMBER: Partial<Record<Field, string>> = {
  ...{ latitude: 'lat', longitude: 'lon', accuracy: 'acc', altitude: 'alt', vertical_accuracy: 'vac', velocity: 'vel' },
  ...{ course: 'cog', battery: 'batt', battery_status: 'bs', trigger: 't', monitoring_mode: 'm', connection: 'conn' },
  ...{ ssid: 'SSID', bssid: 'BSSID', pressure: 'p', tid: 'tid', tag: 'tag', poi: 'poi' },
};

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== '';

/** As JSON where it is a text; undefined where that is none. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** The members of a row whose columns' fields are known. @param fields of the values, in their order */
export function fromFields(fields: readonly (Field | null)[], values: readonly unknown[]): Members | string {
  const members: Members = {};
  let time: unknown;
  let date = '';
  let clock = '';
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index];
    const value = values[index];
    if (!field || !isGiven(value)) continue;
    const name = MEMBER[field];
    if (name) members[name] = value;
    else if (field === 'occurred_at') time ??= value;
    else if (field === 'date') date = String(value);
    else if (field === 'clock') clock = String(value);
    else if (field === 'speed_ms') members.vel ??= (numberOf(value) ?? Number.NaN) * 3.6;
    else if (field === 'created_at') members.created_at = readTime(value) ?? value;
    else if (field === 'in_regions') members.inregions = parsed(value);
    else if (field === 'extra') Object.assign(members, { ...(parsed(value) as object), ...members });
  }
  if (members.lat === undefined || members.lon === undefined) return NO_PLACE;
  // A date and a time of day in columns of their own, or the time of day under the name of a time.
  const when = date === '' ? time : `${date} ${clock || time || ''}`.trim();
  members.tst = readTime(when) ?? readTime(time);
  return members.tst === null ? NO_TIME : members;
}

/** The same for an object. */
export function fromColumns(row: Record<string, unknown>): Members | string {
  return fromFields(Object.keys(row).map(fieldOf), Object.values(row));
}
