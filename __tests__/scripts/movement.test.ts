import { Person, type Place } from '@/scripts/simulate/movement';

const places: Place[] = [
  { name: 'Home', latitude: 52.52, longitude: 13.405, radius: 100 },
  { name: 'School', latitude: 52.525, longitude: 13.41, radius: 150 },
  { name: 'Work', latitude: 52.55, longitude: 13.35, radius: 200 },
];

const metersBetween = (a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }) =>
  Math.hypot((a.latitude - b.latitude) * 111_195, (a.longitude - b.longitude) * 111_195 * Math.cos((a.latitude * Math.PI) / 180));

function walk(seed: number, steps: number) {
  const person = new Person(seed, places);
  return Array.from({ length: steps }, () => person.advance(5));
}

describe('a simulated person', () => {
  test('moves the same way for the same seed and another way for another', () => {
    expect(walk(7, 50)).toEqual(walk(7, 50));
    expect(walk(7, 50)).not.toEqual(walk(8, 50));
  });

  test('comes to several places and rests there', () => {
    const fixes = walk(3, 5_000).filter((fix) => fix.mode === 'rest');
    const visited = places.filter((place) => fixes.some((fix) => metersBetween(fix, place) < place.radius));
    expect(visited.length).toBe(places.length);
  });

  test('never moves faster than a car and a bad fix explain', () => {
    const fixes = walk(11, 5_000);
    for (let i = 1; i < fixes.length; i++) {
      const [before, after] = [fixes[i - 1]!, fixes[i]!];
      expect(metersBetween(before, after)).toBeLessThan(25 * 5 + 4 * (before.accuracy + after.accuracy) + 120);
    }
  });

  test('needs two places', () => {
    expect(() => new Person(1, places.slice(0, 1))).toThrow('places has 1 entries');
  });
});
