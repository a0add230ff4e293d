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
    const parts: Bounds[] = [];
    const items: number[] = [];
    for (let item = 0; item < boxes.length; item++) {
      for (const part of splitAtAntimeridian(widened(boxes[item] as Bounds))) {
        parts.push(part);
        items.push(item);
      }
    }
    this.items = items;
    this.tree = parts.length === 0 ? null : new Flatbush(parts.length, 16, Float32Array);
    for (const { west, south, east, north } of parts) this.tree?.add(west, south, east, north);
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

  /** The places in the given list of the boxes that have a point in common with this one, each once. */
  touching(bounds: Bounds): Set<number> {
    const found = new Set<number>();
    for (const { west, south, east, north } of splitAtAntimeridian(bounds)) {
      for (const box of this.tree?.search(west, south, east, north) ?? []) found.add(this.items[box] as number);
    }
    return found;
  }
}

function widened(bounds: Bounds): Bounds {
  const south = bounds.south - MARGIN_DEGREES;
  const north = bounds.north + MARGIN_DEGREES;
  if (bounds.west === -180 && bounds.east === 180) return { south, west: -180, north, east: 180 };
  const west = bounds.west - MARGIN_DEGREES;
  const east = bounds.east + MARGIN_DEGREES;
  return { south, west: west < -180 ? west + 360 : west, north, east: east > 180 ? east - 360 : east };
}
