import fc from 'fast-check';
import { follow, type Sighting, type TrackState } from '@/lib/domain/geofence';
import { metersBetween } from '@/lib/domain/geofence/track-plane';
import type { Fix } from '@/lib/domain/model';
import { destination, fix } from '../../../support/zones';

const home = { latitude: 48.137, longitude: 11.575 };
const MINUTE = 60;

type Fields = Partial<Fix> & { bearing?: number; from?: { latitude: number; longitude: number } };

let nextId = 1;

/** A fix so many seconds after midnight and so many metres from home. */
function seen(seconds: number, meters: number, { bearing = 90, from = home, ...fields }: Fields = {}): Fix {
  const { latitude, longitude } = destination(from, bearing, meters);
  return fix(latitude, longitude, { id: nextId++, accuracy: 10, occurred_at: seconds * 1000, ...fields });
}

interface Followed {
  sightings: Sighting[];
  tracks: TrackState[];
  last: Sighting;
  /** Metres from home of where the device is taken to be. */
  away: number;
}

function run(fixes: readonly Fix[]): Followed {
  let track: TrackState | null = null;
  const sightings: Sighting[] = [];
  const tracks: TrackState[] = [];
  for (const one of fixes) {
    const step = follow(track, one);
    track = step.track;
    sightings.push(step.sighting);
    tracks.push(track);
  }
  const last = sightings.at(-1) as Sighting;
  return { sightings, tracks, last, away: metersBetween(track as TrackState, home) };
}

const verdicts = ({ sightings }: Followed) => sightings.map(({ verdict }) => verdict);
const doubts = ({ sightings }: Followed) => sightings.map(({ doubt }) => doubt);

/** Two hours at home, a fix each so many seconds. */
const atHome = (every = MINUTE, hours = 2) =>
  Array.from({ length: (hours * 3600) / every }, (_, i) => seen(i * every, 3 + (i % 4), { bearing: (i * 97) % 360 }));
const END = 2 * 3600;

describe('at rest', () => {
  test('a night of drifting positions is one place, and its middle is known ever better', () => {
    // A slow circle of 25 m about the bed, as a phone on Wi-Fi makes it, with a claimed accuracy of 15 m.
    const night = Array.from({ length: 600 }, (_, i) => seen(i * MINUTE, 25, { bearing: (i * 7) % 360, accuracy: 15 }));
    const followed = run(night);
    const settled = followed.sightings.slice(5);
    expect(new Set(settled.map(({ verdict }) => verdict))).toEqual(new Set(['rest']));
    expect(new Set(settled.map(({ doubt }) => doubt))).toEqual(new Set(['none']));
    expect(followed.away).toBeLessThan(6);
    expect(followed.tracks.at(-1)?.accuracy).toBe(8);
  });

  test('positions that stay alike for an hour do not drag the place along', () => {
    const before = [...atHome(MINUTE, 10)];
    const shifted = Array.from({ length: 20 }, (_, i) => seen(10 * 3600 + i * MINUTE, 25));
    expect(run([...before, ...shifted]).away).toBeLessThan(6);
  });

  test('a coarse fix about the place says nothing new of it', () => {
    const coarse = run([...atHome(), seen(END, 900, { accuracy: 800 })]);
    expect(coarse.last.verdict).toBe('rest');
    expect(coarse.away).toBeLessThan(3);
  });

  test('a cell fix a few kilometres off, with a circle that nearly reaches home, moves no one', () => {
    const cell = run([...atHome(), seen(END, 2_700, { accuracy: 1_400 }), seen(END + 60, 2_700, { accuracy: 900 })]);
    expect(verdicts(cell).slice(-2)).toEqual(['ignored', 'ignored']);
    expect(cell.away).toBeLessThan(3);
  });

  test('an accuracy of none, 0 or −1 counts as 20 m', () => {
    const [none, zero, minus] = [null, 0, -1].map((accuracy) => run([seen(0, 0, { accuracy })]).tracks[0]?.accuracy);
    expect([none, zero, minus]).toEqual([20, 20, 20]);
  });
});

describe('a phone that knows its cell only', () => {
  const cell = { accuracy: 2_500 };

  test('is elsewhere with the second fix that says so, and comes back so', () => {
    const away = Array.from({ length: 4 }, (_, i) => seen(i * 900, 60_000, cell));
    const trip = run([...away, ...[4, 5, 6, 7].map((i) => seen(i * 900, 0, cell))]);
    expect(trip.away).toBeLessThan(100);
    const home_again = run([
      ...away,
      ...[4, 5, 6, 7].map((i) => seen(i * 900, 0, cell)),
      ...[8, 9].map((i) => seen(i * 900, 60_000, cell)),
    ]);
    expect(home_again.away).toBeGreaterThan(55_000);
  });

  test('stays where it rests while cells about it are told in turns', () => {
    const night = Array.from({ length: 20 }, (_, i) => seen(END + i * 900, i % 2 === 0 ? 2_000 : 1_500, cell));
    expect(run([...atHome(), ...night]).away).toBeLessThan(10);
  });
});

describe('a lone fix elsewhere', () => {
  test('moves no one when fixes come often and the next one is back', () => {
    const jump = run([...atHome(), seen(END, 4_000), seen(END + 60, 2)]);
    expect(verdicts(jump).slice(-2)).toEqual(['held', 'rest']);
    expect(jump.away).toBeLessThan(3);
  });

  test('that would need more than 1,000 km/h moves no one, even after a gap and at the speed it claims', () => {
    const far = run([...atHome(), seen(END + 1_800, 600_000, { velocity: 800 }), seen(END + 1_860, 2)]);
    expect(verdicts(far).slice(-2)).toEqual(['held', 'rest']);
  });

  test.each([300, 900])('after %i s is believed at once, and taken back when the next one is home again', (every) => {
    const timer = run([...atHome(every), seen(END, 2_500), seen(END + every, 2)]);
    expect(verdicts(timer).slice(-2)).toEqual(['move', 'rest']);
    expect(doubts(timer).slice(-2)).toEqual(['begins', 'refuted']);
    expect(timer.away).toBeLessThan(3);
  });

  test('stands when the next one comes only after half an hour: time enough for an errand', () => {
    const errand = run([...atHome(900), seen(END, 2_500), seen(END + 1_800, 2)]);
    expect(verdicts(errand).slice(-2)).toEqual(['move', 'move']);
    expect(doubts(errand)).not.toContain('refuted');
  });

  test('stands when the way back was no faster than a stroll', () => {
    const stroll = run([...atHome(900), seen(END, 500), seen(END + 700, 2)]);
    expect(doubts(stroll)).not.toContain('refuted');
  });

  test('is believed at once after a single one: either of the two may be the wrong one', () => {
    const moved = run([seen(0, 600), seen(1, 0)]);
    expect(verdicts(moved)).toEqual(['move', 'move']);
    expect(doubts(moved)).toEqual(['none', 'begins']);
    const back = run([seen(0, 600), seen(1, 0), seen(2, 600)]);
    expect(back.away).toBeGreaterThan(590);
  });

  test('stands where nobody knows yet where the device belongs, unless nobody would drive that fast', () => {
    const arriving = [seen(0, 0), seen(60, 0), seen(120, 0)];
    const visit = run([...arriving, seen(420, 2_000), seen(720, 0)]);
    expect(doubts(visit)).not.toContain('refuted');
    const jump = run([...arriving, seen(420, 20_000), seen(720, 0)]);
    expect(jump.away).toBeLessThan(3);
    expect(verdicts(jump)).not.toContain('ignored');
  });

  test('stands when the phone itself says that it drives', () => {
    const drive = run([...atHome(900), seen(END, 5_000, { velocity: 45 }), seen(END + 900, 2)]);
    expect(doubts(drive).slice(-2)).toEqual(['none', 'begins']);
    expect(verdicts(drive).slice(-2)).toEqual(['move', 'move']);
  });

  test('is confirmed by the next one there, which names it as the first', () => {
    const away = [...atHome(), seen(END, 300), seen(END + 60, 305)];
    const { last, sightings } = run(away);
    expect(sightings.at(-2)?.verdict).toBe('held');
    expect(last.verdict).toBe('move');
    expect(last.earlier).toEqual({
      location_id: away.at(-2)?.id,
      at: END * 1000,
      latitude: away.at(-2)?.latitude,
      longitude: away.at(-2)?.longitude,
    });
  });

  test('is dropped when the next one is somewhere else that neither explains', () => {
    const lost = run([...atHome(), seen(END, 9_000), seen(END + 60, 9_000, { bearing: 270 }), seen(END + 120, 1)]);
    expect(verdicts(lost).slice(-3)).toEqual(['held', 'held', 'rest']);
  });

  test('on the move is taken back when the next one is on the way again', () => {
    const walk = Array.from({ length: 10 }, (_, i) => seen(i * 300, i * 350));
    const spike = [seen(3_000, 8_000, { bearing: 0 }), seen(3_300, 3_600)];
    const followed = run([...walk, ...spike]);
    expect(doubts(followed).slice(-2)).toEqual(['begins', 'refuted']);
    expect(Math.abs(followed.away - 3_600)).toBeLessThan(20);
  });
});

describe('a small excursion', () => {
  const out = [seen(END, 95), seen(END + 60, 95), seen(END + 120, 96)];

  test('without any sign of walking is taken back within the hour', () => {
    const followed = run([...atHome(), ...out, seen(END + 900, 2)]);
    expect(doubts(followed).slice(-4)).toEqual(['none', 'begins', 'holds', 'refuted']);
    expect(followed.last.verdict).toBe('rest');
    expect(followed.away).toBeLessThan(3);
  });

  test('teaches that positions wander there', () => {
    const quiet = run(atHome()).tracks.at(-1) as TrackState;
    const taught = run([...atHome(), ...out, seen(END + 900, 2)]).tracks.at(-1) as TrackState;
    expect(taught.place.spread).toBeGreaterThan(2 * quiet.place.spread);
  });

  test('stands when the phone said to walk briskly', () => {
    const walked = [seen(END, 60, { velocity: 5 }), ...out.slice(1)];
    const followed = run([...atHome(), ...walked, seen(END + 900, 2), seen(END + 1_560, 2)]);
    expect(doubts(followed)).not.toContain('refuted');
    expect(followed.last.verdict).toBe('move');
  });
});

describe('leaving', () => {
  test('on foot at 1 Hz, with the phone saying so, is followed from the first metres', () => {
    const steps = Array.from({ length: 40 }, (_, i) => seen(END + i, 5 + 1.4 * i, { velocity: 5, accuracy: 6 }));
    const walk = run([...atHome(), ...steps]);
    const left = walk.sightings.slice(-40).findIndex(({ verdict }) => verdict === 'move');
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(15);
    expect(walk.sightings.slice(left - 40).every(({ verdict }) => verdict === 'move')).toBe(true);
    expect(Math.abs(walk.away - (5 + 1.4 * 39))).toBeLessThan(2);
  });

  test('on foot at 1 Hz without a word of speed is known before the end of the street, and the place stays where it was', () => {
    const steps = Array.from({ length: 90 }, (_, i) => seen(END + i, 1.4 * i, { accuracy: 6 }));
    const walk = run([...atHome(), ...steps]);
    const moves = walk.sightings.slice(-90).findIndex(({ verdict }) => verdict === 'move');
    expect(1.4 * moves).toBeLessThan(65);
    const resting = walk.tracks.filter(({ resting }) => resting).at(-1) as TrackState;
    expect(metersBetween(resting, home)).toBeLessThan(5);
  });

  test('by train is followed fix by fix', () => {
    const train = Array.from({ length: 10 }, (_, i) => seen(END + i * 30, 300 + i * 1_700, { velocity: 204 }));
    expect(new Set(verdicts(run([...atHome(), ...train])).slice(-10))).toEqual(new Set(['move']));
  });

  test('by train without a word of speed is held once, and then followed', () => {
    const train = Array.from({ length: 10 }, (_, i) => seen(END + i * 60, 900 + i * 2_000));
    expect(verdicts(run([...atHome(), ...train])).slice(-10)).toEqual(['held', ...Array(9).fill('move')]);
  });

  test('by air is believed at the first fix after the gap', () => {
    const flight = run([...atHome(), seen(END + 3 * 3600, 2_000_000)]);
    expect(flight.last.verdict).toBe('move');
  });
});

describe('arriving', () => {
  test('is at rest after a minute about one spot, not at a red light', () => {
    const drive = [seen(0, 3_000, { velocity: 40 }), seen(60, 2_300, { velocity: 40 })];
    const light = run([...drive, seen(90, 2_000, { velocity: 0 }), seen(120, 2_001, { velocity: 0 })]);
    expect(light.tracks.at(-1)?.resting).toBe(false);
    const stop = Array.from({ length: 4 }, (_, i) => seen(90 + i * 30, 2_000 + i, { velocity: 0 }));
    expect(run([...drive, ...stop]).tracks.at(-1)?.resting).toBe(true);
  });

  test('of a phone that reports every 15 minutes is at rest with the second fix there', () => {
    const arrival = run([seen(0, 5_000, { velocity: 30 }), seen(900, 2), seen(1_800, 6)]);
    expect(verdicts(arrival)).toEqual(['move', 'move', 'rest']);
  });
});

describe('everywhere on earth', () => {
  test('a place on the antimeridian is one place', () => {
    const there = { latitude: -16.8, longitude: 179.99995 };
    const followed = run(
      Array.from({ length: 60 }, (_, i) => seen(i * MINUTE, 8, { from: there, bearing: i % 2 === 0 ? 90 : 270 })),
    );
    expect(verdicts(followed).slice(3)).toEqual(Array(57).fill('rest'));
    expect(metersBetween(followed.tracks.at(-1) as TrackState, there)).toBeLessThan(9);
    expect(followed.tracks.every(({ longitude }) => longitude >= -180 && longitude < 180)).toBe(true);
  });

  test('a place at a pole is one place', () => {
    const station = Array.from({ length: 60 }, (_, i) =>
      fix(-89.99995, ((i * 67) % 360) - 180, { id: i + 1, accuracy: 10, occurred_at: i * MINUTE * 1000 }),
    );
    expect(verdicts(run(station)).slice(3)).toEqual(Array(57).fill('rest'));
  });
});

describe('as a part of the fold', () => {
  const anyFix = fc.record({
    meters: fc.oneof(fc.double({ min: 0, max: 60, noNaN: true }), fc.double({ min: 0, max: 50_000, noNaN: true })),
    bearing: fc.integer({ min: 0, max: 359 }),
    seconds: fc.integer({ min: 0, max: 4_000 }),
    accuracy: fc.constantFrom(null, -1, 0, 5, 20, 65, 400, 2_000),
    velocity: fc.constantFrom(null, 0, 4, 6, 60),
  });

  test('it changes nothing that it was given, and goes on the same from a stored track', () => {
    fc.assert(
      fc.property(fc.array(anyFix, { minLength: 2, maxLength: 40 }), (drawn) => {
        let at = 0;
        const fixes = drawn.map(({ meters, bearing, seconds, accuracy, velocity }, i) => {
          at += seconds;
          return Object.freeze(seen(at, meters, { id: i + 1, bearing, accuracy, velocity }));
        });
        let track: TrackState | null = null;
        for (const one of fixes) {
          const kept = JSON.stringify(track);
          const step = follow(track, one);
          expect(JSON.stringify(track)).toBe(kept);
          expect(follow(JSON.parse(kept) as TrackState | null, one)).toEqual(step);
          track = step.track;
          expect(Number.isFinite(track.latitude + track.longitude + track.accuracy + track.place.spread)).toBe(true);
        }
      }),
    );
  });

  test('a doubt is refuted or held only while it is open', () => {
    fc.assert(
      fc.property(fc.array(anyFix, { minLength: 2, maxLength: 60 }), (drawn) => {
        let at = 0;
        let isOpen = false;
        let track: TrackState | null = null;
        drawn.forEach(({ meters, bearing, seconds, accuracy, velocity }, i) => {
          at += seconds;
          const step = follow(track, seen(at, meters, { id: i + 1, bearing, accuracy, velocity }));
          track = step.track;
          const { doubt } = step.sighting;
          if (doubt === 'refuted' || doubt === 'holds') expect(isOpen).toBe(true);
          isOpen = doubt === 'begins' || doubt === 'holds';
          expect(step.track.doubt !== null).toBe(isOpen);
        });
      }),
    );
  });
});
