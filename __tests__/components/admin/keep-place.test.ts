import { newIds, placeOf, readKeepingPlace } from '@/components/admin/events/keep-place';
import type { EventDto, EventPage } from '@/components/admin/types';

/** A list of events, newest first, that answers pages of three. */
class Listing {
  reads = 0;
  constructor(public ids: number[]) {}
  read = async (offset: number): Promise<EventPage> => {
    this.reads += 1;
    const events = this.ids.slice(offset, offset + 3).map((id) => ({ id }) as EventDto);
    return { events, total: this.ids.length };
  };
}

const ids = (page: EventPage) => page.events.map((event) => event.id);

describe('keeping the place in a list that grows at its top', () => {
  test('without news one read shows the same page', async () => {
    const list = new Listing([9, 8, 7, 6, 5, 4, 3]);
    const place = placeOf(await list.read(3));
    list.reads = 0;
    const page = await readKeepingPlace(list.read, 3, place);
    expect([ids(page), page.place.held, list.reads]).toEqual([[6, 5, 4], 0, 1]);
  });

  test('events that come in above are held back, on the first page and on later ones', async () => {
    for (const [offset, shown] of [
      [0, [9, 8, 7]],
      [3, [6, 5, 4]],
    ] as const) {
      const list = new Listing([9, 8, 7, 6, 5, 4, 3]);
      const place = placeOf(await list.read(offset));
      list.ids.unshift(11, 10);
      const page = await readKeepingPlace(list.read, offset, place);
      expect(ids(page)).toEqual(shown);
      expect(page.place.held).toBe(2);
      list.ids.unshift(12);
      expect((await readKeepingPlace(list.read, offset, page.place)).place.held).toBe(3);
    }
  });

  test('more news than a page holds are held back as well', async () => {
    const list = new Listing([9, 8, 7, 6]);
    const place = placeOf(await list.read(0));
    list.ids.unshift(...Array.from({ length: 40 }, (_, i) => 100 - i));
    const page = await readKeepingPlace(list.read, 0, place);
    expect([ids(page), page.place.held]).toEqual([[9, 8, 7], 40]);
  });

  test('when the first event is gone the page stays and starts with what is there', async () => {
    const list = new Listing([9, 8, 7, 6, 5]);
    const place = placeOf(await list.read(0));
    list.ids = [8, 7, 6, 5];
    const page = await readKeepingPlace(list.read, 0, place);
    expect([ids(page), page.place]).toEqual([[8, 7, 6], { held: 0, firstId: 8, total: 4 }]);
  });

  test('an empty list shows the first event at once', async () => {
    const list = new Listing([]);
    const place = placeOf(await list.read(0));
    list.ids = [1];
    const page = await readKeepingPlace(list.read, 0, place);
    expect([ids(page), page.place.held]).toEqual([[1], 0]);
  });

  test('news are those not shown before', () => {
    const events = (...list: number[]) => list.map((id) => ({ id }) as EventDto);
    expect(newIds(events(3, 2, 1), events(5, 4, 3))).toEqual([5, 4]);
  });
});
