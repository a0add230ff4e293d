import type { EventDto, EventPage } from '../types';

/** Where a reader is in a list that grows at its top. */
export interface Place {
  /** How many events came in above since the list was opened; they are held back until asked for. */
  held: number;
  /** The first event of the page as the reader sees it; null on an empty page. */
  firstId: number | null;
  /** The number of all events when the page was read. */
  total: number;
}

export interface KeptPage extends EventPage {
  place: Place;
}

/**
 * Reads the page again so that it begins with the same event, however many came in above it meanwhile. Two reads
 * at most; when the event is gone (clean-up, removed zone), the page stays where the counts say.
 * @param read answers the events from `offset`, counted from the newest
 * @param offset of the page without what is held back
 */
export async function readKeepingPlace(
  read: (offset: number) => Promise<EventPage>,
  offset: number,
  place: Place,
): Promise<KeptPage> {
  const answer = await read(offset + place.held);
  const moved = movedBy(answer, place);
  if (moved === 0) return kept(answer, place.held, place);
  const held = place.held + moved;
  return kept(await read(offset + held), held, place);
}

/** The place at which a page starts to be kept. */
export function placeOf(page: EventPage, held = 0): Place {
  return { held, firstId: page.events[0]?.id ?? null, total: page.total };
}

/** Which of `next` are not in `previous`. */
export function newIds(previous: readonly EventDto[], next: readonly EventDto[]): number[] {
  const known = new Set(previous.map((event) => event.id));
  return next.filter((event) => !known.has(event.id)).map((event) => event.id);
}

function movedBy(answer: EventPage, place: Place): number {
  if (place.firstId === null) return 0;
  const index = answer.events.findIndex((event) => event.id === place.firstId);
  if (index >= 0) return index;
  return Math.max(0, answer.total - place.total);
}

function kept(answer: EventPage, held: number, place: Place): KeptPage {
  const found = answer.events.some((event) => event.id === place.firstId);
  return { ...answer, place: { held, firstId: found ? place.firstId : (answer.events[0]?.id ?? null), total: answer.total } };
}
