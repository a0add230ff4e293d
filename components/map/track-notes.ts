import type { TrackFix } from './track';
import type { MapMedia } from './types';

/** A place that somebody named or took a picture of. */
export interface Poi {
  /** Of the fix. */
  id: number;
  latitude: number;
  longitude: number;
  /** Epoch ms. */
  at: number;
  name: string | null;
  tag: string | null;
  /** Ids of its pictures, the first taken first. */
  pictures: number[];
}

/** Consecutive fixes with the same tag. */
export interface TagRun {
  tag: string;
  first: TrackFix;
  last: TrackFix;
}

/** Pictures whose fix is not among those of the track (it may be cut) stand for themselves. */
function poiOfMedia({ id, location_id, latitude, longitude, occurred_at, poi, tag }: MapMedia): Poi[] {
  if (latitude === null || longitude === null) return [];
  return [{ id: location_id ?? -id, latitude, longitude, at: Date.parse(occurred_at), name: poi, tag, pictures: [] }];
}

/** The places of a track that have a name or a picture, in time order. @param media in any order */
export function poisOf(fixes: readonly TrackFix[], media: readonly MapMedia[]): Poi[] {
  const pois = new Map<number, Poi>();
  for (const { id, latitude, longitude, at, poi, tag } of fixes) {
    if (poi !== null) pois.set(id, { id, latitude, longitude, at, name: poi, tag, pictures: [] });
  }
  for (const picture of [...media].sort((a, b) => a.id - b.id)) {
    const [alone] = poiOfMedia(picture);
    const place = pois.get(picture.location_id ?? 0) ?? alone;
    if (!place) continue;
    place.pictures.push(picture.id);
    pois.set(place.id, place);
  }
  return [...pois.values()].sort((a, b) => a.at - b.at || a.id - b.id);
}

/** A phone puts its tag on each fix until it is cleared: the parts of a track under one, in time order. */
export function tagRunsOf(fixes: readonly TrackFix[]): TagRun[] {
  const runs: TagRun[] = [];
  let open: TagRun | null = null;
  for (const fix of fixes) {
    if (open && fix.tag === open.tag) {
      open.last = fix;
      continue;
    }
    open = fix.tag === null ? null : { tag: fix.tag, first: fix, last: fix };
    if (open) runs.push(open);
  }
  return runs;
}
