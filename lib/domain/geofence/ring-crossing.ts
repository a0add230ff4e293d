/** A vertex in the plane of longitude and latitude, longitudes continuous. */
export type Vertex = readonly [number, number];

/** A tenth of a millimetre: nearer than this to a border is on it. */
const ON_BORDER_DEGREES = 1e-9;

/** Twice the signed area of the triangle: positive when `c` lies to the left of the way from `a` to `b`. */
const turn = (a: Vertex, b: Vertex, c: Vertex) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

const isBetween = (a: Vertex, b: Vertex, c: Vertex) =>
  Math.min(a[0], b[0]) <= c[0] && c[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= c[1] && c[1] <= Math.max(a[1], b[1]);

/** Whether the segments pass through each other; touching is not enough. */
function cross(a: Vertex, b: Vertex, c: Vertex, d: Vertex): boolean {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/** Whether the segments have any point in common. */
function meet(a: Vertex, b: Vertex, c: Vertex, d: Vertex): boolean {
  if (cross(a, b, c, d)) return true;
  return (
    (turn(a, b, c) === 0 && isBetween(a, b, c)) ||
    (turn(a, b, d) === 0 && isBetween(a, b, d)) ||
    (turn(c, d, a) === 0 && isBetween(c, d, a)) ||
    (turn(c, d, b) === 0 && isBetween(c, d, b))
  );
}

/** Whether the way a → b → c comes back over itself. */
function doublesBack(a: Vertex, b: Vertex, c: Vertex): boolean {
  const forward = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]);
  return turn(a, b, c) === 0 && forward < 0;
}

interface Boxes {
  west: Float64Array;
  east: Float64Array;
  south: Float64Array;
  north: Float64Array;
}

/** The box of each edge: most pairs of edges are told apart by their boxes alone. */
function boxesOf(ring: readonly Vertex[]): Boxes {
  const span = (axis: 0 | 1, pick: (a: number, b: number) => number) =>
    Float64Array.from({ length: ring.length - 1 }, (_, i) => pick(ring[i]![axis], ring[i + 1]![axis]));
  return { west: span(0, Math.min), east: span(0, Math.max), south: span(1, Math.min), north: span(1, Math.max) };
}

const boxesMeet = (one: Boxes, i: number, two: Boxes, j: number) =>
  one.west[i]! <= two.east[j]! &&
  two.west[j]! <= one.east[i]! &&
  one.south[i]! <= two.north[j]! &&
  two.south[j]! <= one.north[i]!;

/**
 * Where a closed ring (last vertex = first, or a whole turn further round a pole) meets itself: the numbers of the two
 * edges, edge `i` leading from vertex `i` to the next; null where it is simple. All pairs are compared: half a million
 * for the largest ring, some milliseconds.
 */
export function selfCrossing(ring: readonly Vertex[]): [number, number] | null {
  const edges = ring.length - 1;
  const boxes = boxesOf(ring);
  for (let i = 0; i < edges; i++) {
    const a = ring[i]!;
    const b = ring[i + 1]!;
    if (doublesBack(a, b, following(ring, i))) return [i, (i + 1) % edges];
    for (let j = i + 2; j < edges; j++) {
      const areNeighbours = i === 0 && j === edges - 1;
      if (boxesMeet(boxes, i, boxes, j) && !areNeighbours && meet(a, b, ring[j]!, ring[j + 1]!)) return [i, j];
    }
  }
  return null;
}

/** The vertex after edge `i`; after the last edge the ring goes on from its end. */
function following(ring: readonly Vertex[], i: number): Vertex {
  if (i + 2 < ring.length) return ring[i + 2]!;
  return [ring[1]![0] + ring[i + 1]![0] - ring[0]![0], ring[1]![1]];
}

/** Whether edges of two rings pass through each other; common points of their borders are allowed. */
export function ringsCross(one: readonly Vertex[], two: readonly Vertex[]): boolean {
  const boxesOfOne = boxesOf(one);
  const boxesOfTwo = boxesOf(two);
  for (let i = 0; i + 1 < one.length; i++) {
    for (let j = 0; j + 1 < two.length; j++) {
      if (boxesMeet(boxesOfOne, i, boxesOfTwo, j) && cross(one[i]!, one[i + 1]!, two[j]!, two[j + 1]!)) return true;
    }
  }
  return false;
}

function isOnEdge(p: Vertex, a: Vertex, b: Vertex): boolean {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (Math.abs(turn(a, b, p)) > ON_BORDER_DEGREES * length) return false;
  const along = (p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1]);
  return along >= 0 && along <= length * length;
}

/** Where a point lies towards a closed ring, by the even-odd rule. */
export function placeInRing(point: Vertex, ring: readonly Vertex[]): 'inside' | 'outside' | 'border' {
  const [x, y] = point;
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const a = ring[i - 1]!;
    const b = ring[i]!;
    if (isOnEdge(point, a, b)) return 'border';
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside ? 'inside' : 'outside';
}

/** Area in square degrees of a closed ring. */
export function planarArea(ring: readonly Vertex[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += turn(ring[0]!, ring[i - 1]!, ring[i]!);
  return Math.abs(sum) / 2;
}
