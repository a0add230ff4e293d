import { uncrowded } from '@/components/geofence/uncrowded';

describe('labels on the map', () => {
  test('are left out where they would lie on an earlier one', () => {
    const at = (x: number, y: number) => ({ x, y, text: 'Anna’s phone' });
    expect(uncrowded([at(0, 0), at(40, 5), at(0, 30), at(200, 0)])).toEqual([true, false, true, true]);
  });

  test('make room for those after one that is left out', () => {
    const at = (x: number) => ({ x, y: 0, text: 'phone' });
    expect(uncrowded([at(0), at(40), at(60)])).toEqual([true, false, true]);
  });

  test('none need no room', () => expect(uncrowded([])).toEqual([]));
});
