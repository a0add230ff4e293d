import Flatbush from 'flatbush';
import { type Bounds, splitAtAntimeridian } from './bounds';

/** Boxes are kept in single precision (1.7 m at most), which halves the memory to walk through; so they are drawn a little wider. */
const MARGIN_DEGREES = 2e-5;

/** Which of many boxes a point lies in: an immutable packed R-tree. Boxes across the antimeridian are kept as two. */
export class BoxIndex {
  private readonly tree: Flatbush | null;
  /** The item of each box; null while every item has one box. */
  private readonly items: Uint32Array | null;

  constructor(boxes: readonly Bounds[]) {
    const parts: Bounds[] = [];
    const items: number[] = [];
    for (let item = 0; item < boxes.length; item++) {
      for (const part of splitAtAntimeridian(widened(boxes[item] as Bounds))) {
        parts.push(part);
        items.push(item);
      }
    }
    this.items = parts.length === boxes.length ? null : Uint32Array.from(items);
    this.tree = parts.length === 0 ? null : new Flatbush(parts.length, 16, Float32Array);
    for (const { west, south, east, north } of parts) this.tree?.add(west, south, east, north);
    this.tree?.finish();
  }

  /**
   * Calls `visit` with the item of each box around the point, in no particular order; never twice for one item.
   * @param longitude −180–180
   * @param visit answers false always: what it finds, it keeps itself, and the tree has nothing to collect
   */
  at(latitude: number, longitude: number, visit: (item: number) => false): void {
    const items = this.items;
    const visitBox = items === null ? visit : (box: number) => visit(items[box] as number);
    this.tree?.search(longitude, latitude, longitude, latitude, visitBox);
  }
}

function widened({ south, west, north, east }: Bounds): Bounds {
  if (west === -180 && east === 180) return { south: south - MARGIN_DEGREES, west, north: north + MARGIN_DEGREES, east };
  const wider = { south: south - MARGIN_DEGREES, north: north + MARGIN_DEGREES };
  const from = west - MARGIN_DEGREES;
  const to = east + MARGIN_DEGREES;
  return { ...wider, west: from < -180 ? from + 360 : from, east: to > 180 ? to - 360 : to };
}
