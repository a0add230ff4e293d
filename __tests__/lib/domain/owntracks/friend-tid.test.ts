import fc from 'fast-check';
import { chooseLetters, type FriendDevice } from '@/lib/domain/owntracks/friend-tid';

const device = (device_id: number, tid: string, owner_name = 'Jane Doe'): FriendDevice => ({ device_id, tid, owner_name });
const choose = (wanted: FriendDevice[], chosen: [number, string][] = [], taken: string[] = []) => [
  ...chooseLetters({ chosen: new Map(chosen), wanted, taken }).values(),
];

describe('the letters of friends', () => {
  test("are the phone's own where nobody else has them", () => {
    expect(choose([device(1, 'ne'), device(2, 'XA')])).toEqual(['ne', 'XA']);
  });

  test('come from the name of the person where another friend has them, whatever the letter case', () => {
    expect(choose([device(1, 'ne'), device(2, 'NE'), device(3, 'ne', 'Max')])).toEqual(['ne', 'jd', 'ma']);
  });

  test("leave the viewer's own devices theirs", () => {
    expect(choose([device(1, 'ne')], [], ['NE'])).toEqual(['jd']);
    expect(choose([device(1, 'ne')], [[1, 'xa']], ['xa'])).toEqual(['ne']);
  });

  test('stay what they were, also when the phone calls itself otherwise by now', () => {
    expect(choose([device(1, 'zz'), device(2, 'ne')], [[1, 'ne']])).toEqual(['ne', 'jd']);
  });

  test('of a device that is not wanted now are kept for it', () => {
    expect(choose([device(2, 'ne')], [[1, 'ne']])).toEqual(['jd']);
  });

  test('are two at most, of letters and digits', () => {
    expect(choose([device(1, 'my phone-7'), device(2, '🚗'), device(3, '')])).toEqual(['e7', 'jd', 'j0']);
  });

  const word = fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('ne', 'NE', 'xa', '', 'é', 'ß'));
  const known = fc.uniqueArray(fc.tuple(fc.nat(300), fc.constantFrom('ne', 'xa', 'jd', '00', '01')), {
    selector: ([id]) => id,
  });

  test('are never the same for two devices, whoever joins', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ device_id: fc.nat(300), tid: word, owner_name: word }), { selector: (it) => it.device_id }),
        known.map((pairs) => new Map(pairs.filter(([, tid], i) => pairs.findIndex(([, other]) => other === tid) === i))),
        fc.array(word),
        (wanted, chosen, taken) => {
          const letters = chooseLetters({ chosen, wanted, taken });
          const all = [...letters.values()].map((tid) => tid.toLowerCase());
          expect(letters.size).toBe(wanted.length);
          expect(new Set(all).size).toBe(all.length);
          for (const tid of taken) expect(all).not.toContain(tid.toLowerCase());
          for (const tid of letters.values()) expect(tid).not.toBe('');
          for (const [id, tid] of chosen)
            if (letters.has(id) && !taken.some((t) => t.toLowerCase() === tid)) expect(letters.get(id)).toBe(tid);
        },
      ),
    );
  });

  test('suffice for more friends than two letters can tell apart', () => {
    const many = choose(Array.from({ length: 1_400 }, (_, i) => device(i, 'ne')));
    expect(new Set(many).size).toBe(1_400);
  });
});
