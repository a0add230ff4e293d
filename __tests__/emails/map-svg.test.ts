import { type MapScene, mapSvg } from '@/emails/map/map-svg';
import { projectionAt, roundLength, viewOf } from '@/emails/map/plane';
import { circle, destination, polygon } from '../support/zones';

const home = { latitude: 52.52, longitude: 13.405 };
const near = (from: typeof home, bearing: number, meters: number) => destination(from, bearing, meters);

function scene(changes: Partial<MapScene> = {}): MapScene {
  return {
    fix: { ...near(home, 90, 50), accuracy: 40 },
    color: '#1971c2',
    zones: [circle(home.latitude, home.longitude, 100, { color: '#2f9e44' })],
    neighbours: [],
    track: [],
    ...changes,
  };
}

/** What is drawn of a kind, with its attributes. */
const drawn = (svg: string, tag: string) =>
  [...svg.matchAll(new RegExp(`<${tag} ([^>]*)>`, 'g'))].map(([, attributes]) =>
    Object.fromEntries([...(attributes ?? '').matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
  );

describe('the plane', () => {
  test.each([
    ['Berlin', home],
    ['on the antimeridian', { latitude: 65, longitude: 179.999 }],
    ['near the pole', { latitude: 89.999, longitude: 10 }],
  ])('%s: distances and directions from the centre are true', (_, center) => {
    const project = projectionAt(center);
    for (const [bearing, x, y] of [
      [0, 0, -1],
      [90, 1, 0],
      [180, 0, 1],
      [270, -1, 0],
    ] as const) {
      const spot = project(near(center, bearing, 100));
      expect(spot.x).toBeCloseTo(100 * x, 3);
      expect(spot.y).toBeCloseTo(100 * y, 3);
    }
    expect(Math.hypot(project(center).x, project(center).y)).toBeCloseTo(0, 6);
  });

  test('a view holds all spots, with room at the sides, and never shows less than a street', () => {
    const view = viewOf(
      [
        { x: -1000, y: 0 },
        { x: 1000, y: 400 },
      ],
      500,
      250,
    );
    expect(view.metersPerPixel).toBeCloseTo(5);
    expect(view.left).toBeCloseTo(-1250);
    expect(view.top + (250 * view.metersPerPixel) / 2).toBeCloseTo(200);
    expect(viewOf([{ x: 0, y: 0 }], 500, 250).metersPerPixel).toBeCloseTo(160 / 500);
  });

  test.each([
    [99, 50],
    [100, 100],
    [199, 100],
    [3_400, 2_000],
    [0.7, 0.5],
  ])('a bar of at most %d m is %d m', (most, length) => {
    expect(roundLength(most)).toBe(length);
  });
});

describe('the picture', () => {
  test('shows the zone in its colour, the circle of accuracy to scale, and the fix in it', () => {
    const { svg, shows_ring, shows_way } = mapSvg(scene());
    const [zone, ring, fix] = drawn(svg, 'circle');
    expect(zone).toMatchObject({ fill: '#2f9e44', stroke: '#2f9e44' });
    expect(Number(ring?.r) / Number(zone?.r)).toBeCloseTo(0.4, 2);
    expect(Number(fix?.cx) - Number(zone?.cx)).toBeCloseTo(Number(zone?.r) / 2, 0);
    expect([shows_ring, shows_way]).toEqual([true, false]);
  });

  test('the bar is as long as it says', () => {
    const { svg, scale_meters } = mapSvg(scene());
    const [zone] = drawn(svg, 'circle');
    const bar = /M14 240V246H([\d.]+)V240/.exec(svg);
    expect((Number(bar?.[1]) - 14) / Number(zone?.r)).toBeCloseTo(scale_meters / 100, 1);
  });

  test('the way there ends at the fix', () => {
    const track = [near(home, 180, 300), near(home, 180, 200)];
    const { svg, shows_way } = mapSvg(scene({ track }));
    const fix = drawn(svg, 'circle').at(-1);
    expect(svg).toContain(`L${fix?.cx} ${fix?.cy}"`);
    expect(shows_way).toBe(true);
  });

  test('a way from far away does not push the zone out of sight', () => {
    const radius = (track: MapScene['track']) => Number(drawn(mapSvg(scene({ track })).svg, 'circle')[0]?.r);
    expect(radius([near(home, 200, 40_000)])).toBe(radius([]));
  });

  test('neighbours that are in sight are faint, others are left out', () => {
    const at = (meters: number) => near(home, 270, meters);
    const neighbours = [180, 9_000].map((meters) => circle(at(meters).latitude, at(meters).longitude, 60, { color: '#e8590c' }));
    const others = drawn(mapSvg(scene({ neighbours })).svg, 'circle').filter(({ fill }) => fill === '#e8590c');
    expect(others).toHaveLength(1);
    expect(Number(others[0]?.['fill-opacity'])).toBeLessThan(0.2);
  });

  test('a polygon has its holes', () => {
    const square = (size: number): [number, number][] => [
      [13.405 - size, 52.52 - size],
      [13.405 + size, 52.52 - size],
      [13.405 + size, 52.52 + size],
      [13.405 - size, 52.52 + size],
      [13.405 - size, 52.52 - size],
    ];
    const { svg } = mapSvg(scene({ zones: [polygon([square(0.002), square(0.001)])] }));
    const path = drawn(svg, 'path').find((one) => one['fill-rule'] === 'evenodd');
    expect(path?.d?.match(/Z/g)).toHaveLength(2);
  });

  test('of a circle that dwarfs the zone as much is shown as leaves the zone in sight', () => {
    const { svg } = mapSvg(scene({ fix: { ...home, accuracy: 50_000 } }));
    expect(Number(drawn(svg, 'circle')[0]?.r)).toBeGreaterThan(15);
  });

  test('has no words, loads nothing, and colours can not add markup', () => {
    const evil = '"/><image href="//evil"/>';
    const { svg } = mapSvg(scene({ color: evil, zones: [circle(52.52, 13.405, 100, { color: evil })] }));
    expect(svg).not.toMatch(/<text|<image|href|evil|url\(|<style/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('of a group without zones is the fix alone', () => {
    expect(mapSvg(scene({ zones: [], fix: { ...home, accuracy: null } })).svg).not.toMatch(/NaN|Infinity/);
  });
});
