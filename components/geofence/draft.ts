import type { GeofenceDto } from '@/components/admin/types';
import { geometryOf, type LatLng, ringsOf, type ZoneGeometry } from '@/components/map/shape';
import { readNewZone } from '@/lib/domain/geofence/zone-input';
import { DEFAULT_SETTINGS, type ZoneSettings } from '@/lib/domain/geofence/zone-settings';
import type { DrawnShape, Geofence } from '@/lib/domain/model';
import { parseDegrees, parsePlace } from './coordinates';
import { type SettingField, type SettingsDraft, settingProblems, settingsOf, toSettings } from './settings/settings-draft';

/** The area as people are drawing it: each shape keeps what was drawn while another is tried. */
export interface DraftShapes {
  polygon: LatLng[][] | null;
  rectangle: LatLng[][] | null;
}

/** The form's values, named as in the API. Numbers are kept as they were typed. */
export interface ZoneDraft extends SettingsDraft {
  name: string;
  description: string;
  shape_type: DrawnShape;
  center_latitude: string;
  center_longitude: string;
  radius_meters: number | string;
  geometry: DraftShapes;
  owner_id: string;
  /** Empty: all devices of the owner. */
  device_id: string;
  is_active: boolean;
  color: string;
}

const FIRST_RADIUS_METERS = 200;

export function newDraft(owner_id: number, color: string): ZoneDraft {
  return {
    name: '',
    description: '',
    shape_type: 'circle',
    center_latitude: '',
    center_longitude: '',
    radius_meters: FIRST_RADIUS_METERS,
    geometry: { polygon: null, rectangle: null },
    owner_id: String(owner_id),
    device_id: '',
    is_active: true,
    color,
    ...DEFAULT_SETTINGS,
  };
}

/** A zone as the API gives it. */
export type EditableZone = Omit<GeofenceDto, 'geometry' | keyof ZoneSettings> & Pick<Geofence, 'geometry'> & ZoneSettings;

export function draftOf(zone: EditableZone): ZoneDraft {
  const rings = zone.geometry ? ringsOf(zone.geometry) : null;
  return {
    name: zone.name,
    description: zone.description ?? '',
    shape_type: zone.shape_type,
    center_latitude: zone.center_latitude?.toString() ?? '',
    center_longitude: zone.center_longitude?.toString() ?? '',
    radius_meters: zone.radius_meters ?? FIRST_RADIUS_METERS,
    geometry: {
      polygon: zone.shape_type === 'polygon' ? rings : null,
      rectangle: zone.shape_type === 'rectangle' ? rings : null,
    },
    owner_id: String(zone.owner_id),
    device_id: zone.device_id?.toString() ?? '',
    is_active: zone.is_active,
    color: zone.color,
    ...settingsOf(zone),
  };
}

/** The rings of the draft's present shape; null for a circle and before anything is drawn. */
export function ringsOfDraft(draft: Pick<ZoneDraft, 'shape_type' | 'geometry'>): LatLng[][] | null {
  return draft.shape_type === 'circle' ? null : draft.geometry[draft.shape_type];
}

/** The centre of the draft's circle, where both numbers can be read; a whole place in either field counts as both. */
export function centerOfDraft({ center_latitude, center_longitude }: ZoneDraft): { latitude: number; longitude: number } | null {
  const place = parsePlace(center_latitude) ?? parsePlace(center_longitude);
  if (place) return { latitude: place[0], longitude: place[1] };
  const latitude = parseDegrees(center_latitude, 90);
  const longitude = parseDegrees(center_longitude, 180);
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

/** NaN for what isn't a number: that is a wrong value to the server's rules, where null would only be a missing one. */
function radiusOf({ radius_meters }: ZoneDraft): number {
  const radius = typeof radius_meters === 'number' ? radius_meters : Number.parseFloat(radius_meters);
  return radius;
}

/** The draft as the API takes it. */
export function toInput(draft: ZoneDraft) {
  const isCircle = draft.shape_type === 'circle';
  const center = isCircle ? centerOfDraft(draft) : null;
  const rings = ringsOfDraft(draft);
  return {
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    shape_type: draft.shape_type,
    // One that can be read is not reported for the sake of the other.
    center_latitude: isCircle ? (center?.latitude ?? parseDegrees(draft.center_latitude, 90) ?? Number.NaN) : null,
    center_longitude: isCircle ? (center?.longitude ?? parseDegrees(draft.center_longitude, 180) ?? Number.NaN) : null,
    radius_meters: isCircle ? radiusOf(draft) : null,
    geometry: rings ? geometryOf(rings) : null,
    owner_id: Number(draft.owner_id),
    device_id: draft.device_id === '' ? null : Number(draft.device_id),
    is_active: draft.is_active,
    color: draft.color,
    ...toSettings(draft),
  };
}

/** What of the draft can be measured and drawn; null while the shape is not complete. */
export function geometryOfDraft(draft: ZoneDraft): ZoneGeometry | null {
  const { shape_type, center_latitude, center_longitude, radius_meters, geometry } = toInput(draft);
  const isCircle = [center_latitude, center_longitude, radius_meters].every(Number.isFinite) && Number(radius_meters) > 0;
  const complete = shape_type === 'circle' ? isCircle : geometry !== null;
  return complete ? { shape_type, center_latitude, center_longitude, radius_meters, geometry } : null;
}

/** Keys of the messages `editor.errors`. */
export type DraftProblem =
  | 'name'
  | 'description'
  | 'latitude'
  | 'longitude'
  | 'radius'
  | 'undrawn'
  | 'crossing'
  | 'tooFew'
  | 'tooMany'
  | 'notRectangle'
  | 'flat'
  | 'hole'
  | 'shape'
  | 'other';

const FIELD_PROBLEMS: Record<string, DraftProblem> = {
  name: 'name',
  description: 'description',
  center_latitude: 'latitude',
  center_longitude: 'longitude',
  radius_meters: 'radius',
};

/** The kinds of what can be wrong with a shape, told from the words of lib/domain/geofence/polygon-input.ts. */
const SHAPE_PROBLEMS: [RegExp, DraftProblem][] = [
  [/is missing/, 'undrawn'],
  [/cross/, 'crossing'],
  [/must have 3 or more/, 'tooFew'],
  [/at most/, 'tooMany'],
  [/a rectangle must/, 'notRectangle'],
  [/encloses no area/, 'flat'],
  [/lies outside/, 'hole'],
];

function problemOf(field: string, words: string): DraftProblem {
  if (field !== 'geometry') return FIELD_PROBLEMS[field] ?? 'other';
  return SHAPE_PROBLEMS.find(([pattern]) => pattern.test(words))?.[1] ?? 'shape';
}

/** What the server would refuse of the draft, by field: its own rules, run here while people type. */
export function problemsOf(draft: ZoneDraft): Partial<Record<keyof ZoneDraft, DraftProblem | SettingField>> {
  // The settings are looked at by themselves, so that their problems hide none of the shape's.
  const input = { ...toInput(draft), ...DEFAULT_SETTINGS };
  // The server looks at the shape only when each field is right; people want to hear of everything at once.
  const answers = [input, { ...input, name: 'any', description: null }].map((each) => readNewZone(each, input.owner_id));
  const problems = Object.assign({}, ...answers.map((answer) => ('problems' in answer ? answer.problems : {})));
  const told = Object.entries(problems).map(([field, words]) => [field, problemOf(field, String(words))]);
  return Object.fromEntries([...told, ...settingProblems(draft).map((field) => [field, field])]);
}
