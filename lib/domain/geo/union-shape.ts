import type { Bounds } from './bounds';
import type { Shape } from './shape';
import type { LatLon, SpherePoint } from './sphere';
import { latLonOf, spherePoint } from './sphere';

/**
 * Several areas as one. The area is the sum of the members' and so too large where they overlap; the distance to the
 * border is exact outside, and inside it is that of the member that lies around the point most deeply.
 */
export class UnionShape implements Shape {
  readonly center: LatLon;
  readonly area_square_meters: number;
  readonly size_meters: number;
  readonly bounds: Bounds;

  constructor(readonly members: readonly Shape[]) {
    this.area_square_meters = members.reduce((sum, member) => sum + member.area_square_meters, 0);
    this.size_meters = Math.sqrt(this.area_square_meters / Math.PI);
    this.center = middleOf(members);
    this.bounds = boundsOf(members.map((member) => member.bounds));
  }

  contains(point: SpherePoint): boolean {
    return this.members.some((member) => member.contains(point));
  }

  signedDistance(point: SpherePoint): number {
    return this.members.reduce((most, member) => Math.max(most, member.signedDistance(point)), Number.NEGATIVE_INFINITY);
  }
}

/** The mean of the members' centres, weighted by their areas. */
function middleOf(members: readonly Shape[]): LatLon {
  const sum = [0, 0, 0];
  for (const { center, area_square_meters: weight } of members) {
    const { x, y, z } = spherePoint(center.latitude, center.longitude);
    [x, y, z].forEach((value, axis) => {
      sum[axis] = (sum[axis] as number) + value * weight;
    });
  }
  const [x = 0, y = 0, z = 0] = sum;
  return latLonOf(x, y, z);
}

/** The smallest box around all of them; across the antimeridian where that is the shorter way round. */
function boundsOf(all: readonly Bounds[]): Bounds {
  const south = Math.min(...all.map((bounds) => bounds.south));
  const north = Math.max(...all.map((bounds) => bounds.north));
  const arcs = all.map(({ west, east }) => ({ west, east: east < west ? east + 360 : east })).sort((a, b) => a.west - b.west);
  // The widest gap between the arcs is what the box leaves out.
  const starts = [...arcs.map(({ west }) => west), (arcs[0]?.west ?? 0) + 360];
  let reach = Number.NEGATIVE_INFINITY;
  let gap = { width: Number.NEGATIVE_INFINITY, west: 0, east: 0 };
  arcs.forEach(({ east }, i) => {
    reach = Math.max(reach, east);
    const next = starts[i + 1] as number;
    if (next - reach > gap.width) gap = { width: next - reach, west: next, east: reach };
  });
  if (gap.width <= 0) return { south, north, west: -180, east: 180 };
  const wrap = (longitude: number) => (longitude > 180 ? longitude - 360 : longitude);
  return { south, north, west: wrap(gap.west), east: wrap(gap.east) };
}
