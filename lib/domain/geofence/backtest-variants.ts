import { type LatLon, shapeOf, spherePoint } from '@/lib/domain/geo';
import { latLonOf } from '@/lib/domain/geo/sphere';
import type { Geofence, PolygonGeometry, Position } from '@/lib/domain/model';
import { DEFAULT_RULE } from './rule';
import { MAX_RADIUS_METERS, MIN_RADIUS_METERS, type ZoneFields } from './zone-input';

export type VariantKind = 'smaller' | 'chosen' | 'larger';

/** The same zone in another size. */
export interface Variant {
  /** Null: only a step of the ladder from which a radius is suggested. */
  kind: VariantKind | null;
  /** Size against the chosen one. */
  scale: number;
  geofence: Geofence;
}

const KINDS: Record<VariantKind, number> = { smaller: 0.7, chosen: 1, larger: 1.5 };

/** Radii against the chosen one, near enough that a suggestion is still the zone that was meant. */
const LADDER = [0.35, 0.5, KINDS.smaller, 0.85, KINDS.chosen, 1.2, KINDS.larger, 1.8, 2.2, 2.7, 3.3, 4];

/**
 * The draft as if it had always been there, in the sizes that are tried. A circle comes in all steps of the ladder, with
 * radii that are round and allowed, each once; another shape in three sizes, scaled about its centre.
 * @throws Error where the draft's geometry is missing
 */
export function variantsOf(draft: ZoneFields): Variant[] {
  return draft.shape_type === 'circle' ? circles(draft, draft.radius_meters ?? 0) : scaledShapes(draft);
}

function circles(draft: ZoneFields, chosen: number): Variant[] {
  const known = new Set<number>();
  const variants: Variant[] = [];
  for (const factor of [1, ...LADDER.filter((step) => step !== 1)]) {
    const radius = factor === 1 ? chosen : roundRadius(chosen * factor);
    if (known.has(radius)) continue;
    known.add(radius);
    const geofence = alwaysThere({ ...draft, radius_meters: radius }, `radius ${radius}`);
    variants.push({ kind: kindOf(factor), scale: radius / chosen, geofence });
  }
  return variants.sort((a, b) => a.scale - b.scale);
}

function scaledShapes(draft: ZoneFields): Variant[] {
  const { center } = shapeOf({ ...draft, id: 'draft' });
  return Object.values(KINDS)
    .sort((a, b) => a - b)
    .map((scale) => {
      const geometry = draft.geometry && scale !== 1 ? scaleGeometry(draft.geometry, center, scale) : draft.geometry;
      return { kind: kindOf(scale), scale, geofence: alwaysThere({ ...draft, geometry }, `scale ${scale}`) };
    });
}

const kindOf = (factor: number): VariantKind | null =>
  (Object.keys(KINDS) as VariantKind[]).find((kind) => KINDS[kind] === factor) ?? null;

/** As round as people would choose it, within what is allowed. */
function roundRadius(meters: number): number {
  const step = meters < 200 ? 5 : meters < 1_000 ? 10 : meters < 10_000 ? 50 : 500;
  return Math.min(MAX_RADIUS_METERS, Math.max(MIN_RADIUS_METERS, Math.round(meters / step) * step));
}

function alwaysThere(fields: ZoneFields, id: string): Geofence {
  const past = { version: 1, judged_after_location_id: 0, judged_since: 0, earlier_rules: null, created_at: 0, updated_at: 0 };
  // Without a name: what a phone says of a region of that name, it says of the size that its own region has.
  return { ...DEFAULT_RULE, ...fields, ...past, id, name: '', is_active: true };
}

/** Each corner on its great circle through the centre, farther or nearer by the factor. */
export function scaleGeometry({ type, coordinates }: PolygonGeometry, center: LatLon, factor: number): PolygonGeometry {
  return { type, coordinates: coordinates.map((ring) => ring.map((corner) => scalePosition(corner, center, factor))) };
}

function scalePosition([longitude, latitude]: Position, center: LatLon, factor: number): Position {
  const c = spherePoint(center.latitude, center.longitude);
  const v = spherePoint(latitude, longitude);
  const along = c.x * v.x + c.y * v.y + c.z * v.z;
  const away = [v.x - along * c.x, v.y - along * c.y, v.z - along * c.z] as const;
  const length = Math.hypot(...away);
  if (length === 0) return [longitude, latitude];
  const angle = Math.min(Math.PI, Math.atan2(length, along) * factor);
  const out = Math.sin(angle) / length;
  const { x, y, z } = { x: c.x * Math.cos(angle), y: c.y * Math.cos(angle), z: c.z * Math.cos(angle) };
  const scaled = latLonOf(x + away[0] * out, y + away[1] * out, z + away[2] * out);
  return [scaled.longitude, scaled.latitude];
}
