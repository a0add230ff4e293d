import Flatbush from 'flatbush';
import { type Bounds, splitAtAntimeridian } from './bounds';

/** Boxes are kept in single precision (1.7 m at most), which halves the memory to walk through; so they are drawn a little wider. */
const MARGIN_DEGREES = 2e-5;

/** Which of many boxes a point lies in: an immutable packed R-tree. A box across the antimeridian is kept as two. */
export class BoxIndex {
  /** The place in the given list of each box that is kept. */
  readonly items: readonly number[];
  private readonly tree: Flatbush | null;

  constructor(boxes: readonly Bounds[]) {
    const parts = boxes.flatMap((bounds, item) => splitAtAntimeridian(widened(bounds)).map((part) => ({ part, item })));
    this.items = parts.map(({ item }) => item);
    this.tree = parts.length === 0 ? null : new Flatbush(parts.length, 16, Float32Array);
    for (const { part } of parts) this.tree?.add(part.west, part.south, part.east, part.north);
    this.tree?.finish();
  }

  /**
   * Calls `visit` with the number of each box (see `items`) around the point, in no particular order. The two parts of
   * one box have no point in common.
   * @param longitude −180–180
   * @param visit answers false always: what it finds, it keeps itself, and the tree has nothing to collect
   */
  at(latitude: number, longitude: number, visit: (box: number) => false): void {
    this.tree?.search(longitude, latitude, longitude, latitude, visit);
  }
}

function widened({ south, west, north, east }: Bounds): Bounds {
  if (west === -180 && east === 180) return { south: south - MARGIN_DEGREES, west, north: north + MARGIN_DEGREES, east };
  const wider = { south: south - MARGIN_DEGREES, north: north + MARGIN_DEGREES };
  const from = west - MARGIN_DEGREES;
  const to = east + MARGIN_DEGREES;
  return { ...wider, west: from < -180 ? from + 360 : from, east: to > 180 ? to - 360 : to };
}
