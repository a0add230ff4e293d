/** A vertex in the plane of longitude and latitude, longitudes continuous. */
export type Vertex = readonly [number, number];

/** Twice the signed area of the triangle: positive when `c` lies to the left of the way from `a` to `b`. */
const turn = (a: Vertex, b: Vertex, c: Vertex) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

const isBetween = (a: Vertex, b: Vertex, c: Vertex) =>
  Math.min(a[0], b[0]) <= c[0] && c[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= c[1] && c[1] <= Math.max(a[1], b[1]);

const boxesAreApart = (a: Vertex, b: Vertex, c: Vertex, d: Vertex) =>
  Math.max(a[0], b[0]) < Math.min(c[0], d[0]) ||
  Math.max(c[0], d[0]) < Math.min(a[0], b[0]) ||
  Math.max(a[1], b[1]) < Math.min(c[1], d[1]) ||
  Math.max(c[1], d[1]) < Math.min(a[1], b[1]);

/** Whether the segments pass through each other; touching is not enough. */
function cross(a: Vertex, b: Vertex, c: Vertex, d: Vertex): boolean {
  if (boxesAreApart(a, b, c, d)) return false;
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/** Whether the segments have any point in common. */
function meet(a: Vertex, b: Vertex, c: Vertex, d: Vertex): boolean {
  if (boxesAreApart(a, b, c, d)) return false;
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

/**
 * Where a closed ring (last vertex = first) meets itself: the numbers of the two edges, edge `i` leading from vertex
 * `i` to the next; null where it is simple. All pairs are compared: half a million for the largest ring, some milliseconds.
 */
export function selfCrossing(ring: readonly Vertex[]): [number, number] | null {
  const edges = ring.length - 1;
  for (let i = 0; i < edges; i++) {
    const [a, b] = [ring[i]!, ring[i + 1]!];
    const next = i + 1 < edges ? i + 1 : 0;
    if (doublesBack(a, b, ring[next + 1]!)) return [i, next];
    for (let j = i + 2; j < edges; j++) {
      const areNeighbours = i === 0 && j === edges - 1;
      if (!areNeighbours && meet(a, b, ring[j]!, ring[j + 1]!)) return [i, j];
    }
  }
  return null;
}

/** Whether two rings pass through each other; common points of their borders are allowed. */
export function ringsCross(one: readonly Vertex[], two: readonly Vertex[]): boolean {
  for (let i = 1; i < one.length; i++) {
    for (let j = 1; j < two.length; j++) {
      if (cross(one[i - 1]!, one[i]!, two[j - 1]!, two[j]!)) return true;
    }
  }
  return false;
}

/** Even-odd rule; either answer for a point on the border. */
export function isInRing([x, y]: Vertex, ring: readonly Vertex[]): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [[x1, y1], [x2, y2]] = [ring[i - 1]!, ring[i]!];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** Area in square degrees of a closed ring. */
export function planarArea(ring: readonly Vertex[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += turn(ring[0]!, ring[i - 1]!, ring[i]!);
  return Math.abs(sum) / 2;
}
