import { z } from 'zod';
import type { Geofence, ShapeType } from '@/lib/domain/model';
import { between, given, id, must, problemsOf, type ZoneProblems } from './field-input';
import { readPolygon } from './polygon-input';
import { COMMON_DEFAULTS, COMMON_FIELDS, fieldsOf, type ZoneFields } from './zone-settings';

export type { ZoneFields, ZoneProblems };

export const MIN_RADIUS_METERS = 50;
export const MAX_RADIUS_METERS = 50_000;

// In the order of a form: what is wrong first is told first.
const { name, description, ...settings } = COMMON_FIELDS;

/** Each field by itself; which of them a shape needs is decided by `completeShape`. */
const FIELDS = {
  name,
  description,
  shape_type: z.enum(['circle', 'polygon', 'rectangle'], { error: must('shape_type', 'circle, polygon or rectangle') }),
  center_latitude: between('center_latitude', -90, 90).nullable(),
  center_longitude: between('center_longitude', -180, 180).nullable(),
  radius_meters: between('radius_meters', MIN_RADIUS_METERS, MAX_RADIUS_METERS).nullable(),
  geometry: z.unknown(),
  owner_id: id('owner_id', 'a user'),
  ...settings,
};

const zonePatchSchema = z.object(FIELDS).partial();
const newZoneSchema = zonePatchSchema.extend({ name: FIELDS.name, shape_type: FIELDS.shape_type });

export type ZonePatch = z.output<typeof zonePatchSchema>;

const DEFAULTS = {
  center_latitude: null,
  center_longitude: null,
  radius_meters: null,
  geometry: null,
  ...COMMON_DEFAULTS,
} as const;

const CIRCLE_FIELDS = {
  center_latitude: '−90–90',
  center_longitude: '−180–180',
  radius_meters: `${MIN_RADIUS_METERS}–${MAX_RADIUS_METERS}`,
} as const;
type CircleField = keyof typeof CIRCLE_FIELDS;
const circleFields = Object.keys(CIRCLE_FIELDS) as CircleField[];

/** What a shape needs and does not have; geometry is checked and normalised on the way. */
function completeShape(fields: ZoneFields, geometry: unknown): { fields: ZoneFields } | { problems: ZoneProblems } {
  if (fields.shape_type === 'circle') {
    const missing = circleFields.filter((field) => fields[field] === null);
    if (missing.length === 0) return { fields: { ...fields, geometry: null } };
    return {
      problems: Object.fromEntries(missing.map((field) => [field, `${field} is missing; it must be ${CIRCLE_FIELDS[field]}`])),
    };
  }
  const noCircle = { center_latitude: null, center_longitude: null, radius_meters: null };
  if (geometry === null || geometry === undefined) {
    return { problems: { geometry: `geometry is missing; a ${fields.shape_type} needs a GeoJSON Polygon` } };
  }
  const answer = readPolygon(geometry, fields.shape_type);
  if ('problem' in answer) return { problems: { geometry: answer.problem } };
  return { fields: { ...fields, ...noCircle, geometry: answer.geometry } };
}

/** A changed part that the zone's shape does not have, unless the shape itself is in the patch. */
function strayParts(patch: ZonePatch, shape: ShapeType): ZoneProblems {
  if (patch.shape_type !== undefined) return {};
  const foreign = shape === 'circle' ? (['geometry'] as const) : circleFields;
  const stray = foreign.filter((field) => patch[field] !== undefined && patch[field] !== null);
  return Object.fromEntries(
    stray.map((field) => [field, `${field} does not belong to a ${shape}; give shape_type to change the shape`]),
  );
}

/** Every field checked by itself; unknown ones are dropped, so that a zone can be sent back as it was read. */
export function readZonePatch(input: unknown): { patch: ZonePatch } | { problems: ZoneProblems } {
  const parsed = zonePatchSchema.safeParse(input);
  return parsed.success ? { patch: parsed.data } : { problems: problemsOf(parsed.error) };
}

/**
 * A new zone from what a person sent. Missing switches are on, a missing device means all devices of the owner.
 * @param owner_id whose zone it is when the input names nobody
 */
export function readNewZone(input: unknown, owner_id: number): { fields: ZoneFields } | { problems: ZoneProblems } {
  const parsed = newZoneSchema.safeParse(input);
  const complete = ({ geometry, ...patch }: ZonePatch) =>
    completeShape({ ...DEFAULTS, owner_id, ...given(patch) } as ZoneFields, geometry);
  if (parsed.success) return complete(parsed.data);
  const problems = problemsOf(parsed.error);
  if (problems.body || problems.shape_type) return { problems };
  // People want to hear of everything at once: what is right is looked at as a shape, too.
  const rest = Object.fromEntries(Object.entries(input as object).filter(([field]) => !problems[field]));
  const answer = complete(zonePatchSchema.parse(rest));
  return { problems: 'problems' in answer ? { ...problems, ...answer.problems, ...problems } : problems };
}

/**
 * The zone after a partial change. A change of `shape_type` must bring what the new shape needs.
 * `reshaped`: the area is another one.
 */
export function changeZone(
  current: ZoneFields,
  patch: ZonePatch,
): { fields: ZoneFields; reshaped: boolean } | { problems: ZoneProblems } {
  const stray = strayParts(patch, current.shape_type);
  if (Object.keys(stray).length > 0) return { problems: stray };
  const { geometry: newGeometry, ...rest } = patch;
  const geometry = newGeometry === undefined ? current.geometry : newGeometry;
  const answer = completeShape({ ...current, ...given(rest) } as ZoneFields, geometry);
  if ('problems' in answer) return answer;
  return { fields: answer.fields, reshaped: areaOf(answer.fields) !== areaOf(current) };
}

/** Equal for equal areas. A polygon that becomes a rectangle of the same corners is the same area. */
const areaOf = ({ center_latitude, center_longitude, radius_meters, geometry }: ZoneFields) =>
  JSON.stringify([center_latitude, center_longitude, radius_meters, geometry?.coordinates]);

const copySchema = z.object({ name: name.optional(), owner_id: FIELDS.owner_id });

/** A new zone like another: its shape and all settings, for all devices of the owner that the input names. */
export function readZoneCopy(source: Geofence, input: unknown): { fields: ZoneFields } | { problems: ZoneProblems } {
  const parsed = copySchema.safeParse(input);
  if (!parsed.success) return { problems: problemsOf(parsed.error) };
  return {
    fields: { ...fieldsOf(source), name: parsed.data.name ?? source.name, owner_id: parsed.data.owner_id, device_id: null },
  };
}
