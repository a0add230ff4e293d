import { alignRing, type Ring, unwrapRing } from '@/lib/domain/geo/ring';
import type { PolygonGeometry, Position, ShapeType } from '@/lib/domain/model';
import { placeInRing, planarArea, ringsCross, selfCrossing, type Vertex } from './ring-crossing';

export const MAX_VERTICES = 1_000;
/** Maps that can be dragged round the world count on; more turns than this are a mistake. */
const MAX_LONGITUDE = 3_600;
/** A hundredth of a square metre: what encloses less is a line. */
const MIN_AREA_SQUARE_DEGREES = 1e-12;

export type GeometryAnswer = { geometry: PolygonGeometry } | { problem: string };

/** Thrown inside this module only, to leave the nested loops. */
class Problem extends Error {}

const ringName = (index: number) => (index === 0 ? 'the border' : `hole ${index}`);

const show = (value: unknown) => (JSON.stringify(value) ?? 'missing').slice(0, 60);

function toPosition(value: unknown, ring: number, index: number): Position {
  const where = `vertex ${index + 1} of ${ringName(ring)}`;
  if (!Array.isArray(value) || value.length < 2 || !value.slice(0, 2).every(Number.isFinite)) {
    throw new Problem(`${where} is ${show(value)}; it must be [longitude, latitude]`);
  }
  const [longitude, latitude] = value as Position;
  if (Math.abs(latitude) > 90) throw new Problem(`${where} has the latitude ${latitude}; it must be −90–90`);
  if (Math.abs(longitude) > MAX_LONGITUDE) throw new Problem(`${where} has the longitude ${longitude}; it must be −180–180`);
  return [longitude, latitude];
}

/** 180° and −180° are one meridian. */
const isSame = (a: Position | undefined, b: Position | undefined) =>
  a !== undefined && b !== undefined && a[1] === b[1] && (a[0] - b[0]) % 360 === 0;

/** Into −180–180; what is there already keeps its exact value. */
function normalLongitude(longitude: number): number {
  if (Math.abs(longitude) <= 180) return longitude;
  // The division rounds, so that a turn may be missing by the last digit.
  return Math.min(180, Math.max(-180, longitude - 360 * Math.ceil((longitude - 180) / 360)));
}

/** An edge takes the shorter way round the earth; who counts on beyond 180° has said which way, and must mean the same. */
function checkEdges(ring: readonly Position[], index: number): void {
  const countsOn = ring.some(([longitude]) => Math.abs(longitude) > 180);
  for (let i = 1; i < ring.length; i++) {
    const span = Math.abs(ring[i]![0] - ring[i - 1]![0]);
    if (span === 180 || (span > 180 && countsOn)) {
      throw new Problem(
        `the edge from vertex ${i} to ${i + 1} of ${ringName(index)} spans ${span}° of longitude; it must be less than 180°`,
      );
    }
  }
}

/** Checked, without repeated vertices, closed, longitudes within ±180. */
function toRing(value: unknown, index: number): Position[] {
  if (!Array.isArray(value))
    throw new Problem(`${ringName(index)} is ${show(value)}; it must be a list of [longitude, latitude]`);
  const positions = value.map((position, at) => toPosition(position, index, at));
  const ring = positions.filter((position, at) => at === 0 || !isSame(position, positions[at - 1]));
  if (ring.length > 0 && !isSame(ring[0], ring[ring.length - 1])) ring.push([...ring[0]!]);
  checkEdges(ring, index);
  const normal = ring.map(([longitude, latitude]): Position => [normalLongitude(longitude), latitude]);
  if (normal.length > 0) normal[normal.length - 1] = [...normal[0]!];
  if (normal.length < 4)
    throw new Problem(`${ringName(index)} has ${Math.max(0, normal.length - 1)} vertices; it must have 3 or more`);
  return normal;
}

/** The border only: what closes a ring over a pole is no edge that somebody drew. */
const verticesOf = (ring: Ring): Vertex[] =>
  ring.longitudes.slice(0, ring.borderVertices).map((longitude, i) => [longitude, ring.latitudes[i]!]);

const figureOf = (ring: Ring): Vertex[] => ring.longitudes.map((longitude, i) => [longitude, ring.latitudes[i]!]);

function checkRing(ring: Ring, index: number): void {
  const border = verticesOf(ring);
  const crossing = selfCrossing(border);
  if (crossing) {
    const [one, two] = crossing.map((edge) => `${edge + 1}–${edge + 2 < border.length ? edge + 2 : 1}`);
    throw new Problem(`${ringName(index)} crosses itself: its edges ${one} and ${two} meet`);
  }
  if (planarArea(figureOf(ring)) < MIN_AREA_SQUARE_DEGREES) throw new Problem(`${ringName(index)} encloses no area`);
}

/** Common points are allowed. */
function checkHole(hole: Ring, index: number, outer: Ring, others: readonly Ring[]): void {
  const vertices = verticesOf(hole);
  const places = vertices.map((vertex) => placeInRing(vertex, figureOf(outer)));
  if (!places.includes('inside') && places.includes('outside')) throw new Problem(`${ringName(index)} lies outside the border`);
  if (places.includes('outside') || ringsCross(vertices, verticesOf(outer))) {
    throw new Problem(`${ringName(index)} crosses the border`);
  }
  others.forEach((other, i) => {
    const theirs = verticesOf(other);
    const overlaps =
      ringsCross(vertices, theirs) ||
      vertices.some((vertex) => placeInRing(vertex, theirs) === 'inside') ||
      theirs.some((vertex) => placeInRing(vertex, vertices) === 'inside');
    if (overlaps) throw new Problem(`${ringName(index)} overlaps ${ringName(i + 1)}`);
  });
}

function checkFigure(rings: readonly Position[][]): void {
  const outer = unwrapRing(rings[0]!);
  const unwrapped = rings.map((ring, i) => (i === 0 ? outer : alignRing(unwrapRing(ring), outer)));
  unwrapped.forEach(checkRing);
  for (let i = 1; i < unwrapped.length; i++) checkHole(unwrapped[i]!, i, outer, unwrapped.slice(1, i));
}

function toPolygon(value: unknown, shape: Exclude<ShapeType, 'circle'>): PolygonGeometry {
  const { type, coordinates } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (type !== 'Polygon') throw new Problem(`geometry.type is ${show(type)}; it must be "Polygon"`);
  if (!Array.isArray(coordinates) || coordinates.length === 0) throw new Problem('geometry.coordinates must be a list of rings');
  const given = coordinates.reduce<number>((sum, ring) => sum + (Array.isArray(ring) ? ring.length : 0), 0);
  if (given > 2 * MAX_VERTICES) throw new Problem(`geometry has ${given} vertices; it must have at most ${MAX_VERTICES}`);
  const rings = coordinates.map(toRing);
  const vertices = rings.reduce((sum, ring) => sum + ring.length - 1, 0);
  if (vertices > MAX_VERTICES) throw new Problem(`geometry has ${vertices} vertices; it must have at most ${MAX_VERTICES}`);
  if (shape === 'rectangle' && (rings.length > 1 || vertices !== 4)) {
    throw new Problem(`geometry has ${vertices} corners in ${rings.length} ring(s); a rectangle must have 4 in one`);
  }
  checkFigure(rings);
  return { type: 'Polygon', coordinates: rings };
}

/**
 * A GeoJSON Polygon as it is stored: rings closed, longitudes within ±180, an edge going the shorter way round the
 * earth. Refused, in words, are rings that cross themselves or each other, holes outside, lines, and more than 1,000
 * vertices in all (closing ones not counted).
 */
export function readPolygon(value: unknown, shape: Exclude<ShapeType, 'circle'>): GeometryAnswer {
  try {
    return { geometry: toPolygon(value, shape) };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    throw error;
  }
}
