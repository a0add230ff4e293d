import type { Dice } from './dice';
import type { PhoneHabits, PhoneTroubles } from './phone';
import { between, Journey, offset, type Place, towards } from './world';
import { circle, polygon, type TestZone } from './zones';

const DAY = 86_400;
const HOUR = 3_600;

/** A week of one person with one phone. */
export interface Life {
  days: number;
  journey: Journey;
  zones: TestZone[];
  phone: PhoneHabits;
}

interface Town {
  home: Place;
  work: Place;
  school: Place;
  shop: Place;
  gym: Place;
  friend: Place;
}

const CITIES: readonly [Place, ...Place[]] = [
  { latitude: 52.52, longitude: 13.4 },
  { latitude: 40.42, longitude: -3.7 },
  { latitude: -36.85, longitude: 174.76 },
  { latitude: 60.17, longitude: 24.94 },
  { latitude: 1.35, longitude: 103.82 },
  { latitude: -16.79, longitude: 179.99 },
];

const TIMER = (seconds: number): PhoneHabits => ({ kind: 'timer', seconds });
const SIGNIFICANT_ANDROID: PhoneHabits = { kind: 'significant', gapSeconds: 60, visits: false };
const SIGNIFICANT_IOS: PhoneHabits = { kind: 'significant', gapSeconds: 300, visits: true };
const MOVE_IOS: PhoneHabits = { kind: 'move', seconds: 300, meters: 100 };

function townOf(dice: Dice): Town {
  const home = towards(dice.pick(CITIES), dice.angle(), dice.between(500, 6_000));
  const around = (near: number, far: number) => towards(home, dice.angle(), dice.between(near, far));
  return {
    home,
    work: around(3_000, 12_000),
    school: around(700, 2_500),
    shop: around(280, 900),
    gym: around(1_500, 4_000),
    friend: around(2_000, 8_000),
  };
}

/** A zone as people draw them: not quite centred on the place, the place at least 15 m within. */
function around(name: string, place: Place, radius: number, dice: Dice): TestZone {
  const center = towards(place, dice.angle(), dice.between(0, Math.min(40, radius - 25)));
  return radius > 90 && dice.chance(0.35) ? polygon(name, center, radius * 1.1, dice) : circle(name, center, radius);
}

function usualZones({ home, work, school, shop, gym }: Town, dice: Dice): TestZone[] {
  return [
    around('home', home, dice.pick([60, 80, 100, 150]), dice),
    around('work', work, dice.between(100, 400), dice),
    around('school', school, dice.between(80, 200), dice),
    around('shop', shop, dice.between(60, 100), dice),
    around('gym', gym, dice.between(60, 120), dice),
    around('district', home, dice.between(1_500, 5_000), dice),
    circle('city', towards(home, dice.angle(), 4_000), 20_000),
  ];
}

function workday(j: Journey, town: Town, day: number): void {
  const { dice } = j;
  j.stay(day * DAY + dice.between(6.5, 8) * HOUR);
  if (dice.chance(0.5)) j.drive(town.school, 30).rest(dice.between(3, 9), dice.pick(['street', 'vehicle']));
  if (dice.chance(0.5)) j.drive(town.work);
  else j.bus(town.work);
  j.stay(day * DAY + 12.2 * HOUR);
  const lunch = towards(town.work, dice.angle(), dice.between(250, 600));
  j.walk(lunch).rest(dice.between(20, 45)).walk(town.work);
  j.stay(day * DAY + dice.between(16.5, 18) * HOUR);
  if (dice.chance(0.6)) j.drive(town.shop, 35).rest(dice.between(6, 25));
  if (between(j.here, town.home).meters < 1_000) j.walk(town.home);
  else j.drive(town.home);
  const evening = dice.between(0, 1);
  if (evening < 0.3) j.rest(60).drive(town.gym, 30).rest(dice.between(50, 90)).drive(town.home, 30);
  else if (evening < 0.6) j.rest(90).stroll(dice.between(15, 35), dice.between(150, 500));
}

function freeDay(j: Journey, town: Town, day: number): void {
  const { dice } = j;
  j.stay(day * DAY + dice.between(9, 11) * HOUR);
  j.walk(town.shop).rest(dice.between(8, 25)).walk(town.home);
  j.stay(day * DAY + dice.between(14, 15) * HOUR);
  if (dice.chance(0.5)) j.drive(town.friend).rest(dice.between(100, 240)).drive(town.home);
  else
    j.walk(towards(town.home, dice.angle(), 700))
      .stroll(dice.between(30, 80), 250)
      .walk(town.home);
}

function commuter(dice: Dice, phone: PhoneHabits, days = 7): Life {
  const town = townOf(dice);
  const journey = new Journey(dice, town.home);
  for (let day = 0; day < days; day++) (day % 7 < 5 ? workday : freeDay)(journey, town, day);
  journey.stay(days * DAY);
  return { days, journey, zones: usualZones(town, dice), phone };
}

/** Flats above shops and beside them: the phone on its charger by the bed, little going out, mostly next door. */
function nights(dice: Dice): Life {
  const town = townOf(dice);
  const j = new Journey(dice, town.home);
  const neighbour = towards(town.home, dice.angle(), dice.between(90, 170));
  for (let day = 0; day < 7; day++) {
    j.stay(day * DAY + dice.between(8, 10) * HOUR);
    if (dice.chance(0.5))
      j.walk(neighbour)
        .rest(dice.pick([8, 20, 60, 120]))
        .walk(town.home);
    j.stay(day * DAY + dice.between(13, 17) * HOUR);
    if (dice.chance(0.5)) j.walk(town.shop).rest(dice.between(8, 20)).walk(town.home);
  }
  j.stay(7 * DAY);
  const below = towards(town.home, dice.angle(), dice.between(0, 30));
  const beside = (gap: number) => circle(`beside ${gap.toFixed()}`, towards(town.home, dice.angle(), 60 + gap), 60);
  const zones = [
    around('home', town.home, dice.pick([60, 80, 100]), dice),
    circle('below', below, 60),
    beside(dice.between(20, 40)),
    beside(dice.between(40, 80)),
    around('shop', town.shop, 60, dice),
    circle('neighbour', towards(neighbour, dice.angle(), dice.between(0, 20)), 60),
  ];
  return { days: 7, journey: j, zones, phone: dice.pick([TIMER(60), TIMER(120), TIMER(300)]) };
}

/** Hours at tables 20–80 m outside a border, and days at home beside one. */
function beside(dice: Dice): Life {
  const town = townOf(dice);
  const j = new Journey(dice, town.home);
  const near = (name: string, place: Place, radius: number) =>
    circle(name, towards(place, dice.angle(), radius + dice.between(20, 80)), radius);
  for (let day = 0; day < 7; day++) {
    j.stay(day * DAY + dice.between(9, 11) * HOUR);
    j.walk(town.shop)
      .rest(dice.between(90, 240), dice.pick(['indoors', 'street']))
      .walk(town.home);
    j.stay(day * DAY + dice.between(16, 18) * HOUR);
    j.drive(town.friend).rest(dice.between(120, 240)).drive(town.home);
  }
  j.stay(7 * DAY);
  const zones = [
    near('by the café', town.shop, dice.between(60, 200)),
    near('by the friend', town.friend, dice.between(60, 150)),
    near('by home', town.home, dice.between(80, 400)),
    around('friend', town.friend, 70, dice),
  ];
  return { days: 7, journey: j, zones, phone: dice.pick([TIMER(30), TIMER(60), TIMER(300), TIMER(900), MOVE_IOS]) };
}

/** Walks along a border, outside and inside of it, with pauses. */
function along(dice: Dice): Life {
  const town = townOf(dice);
  const j = new Journey(dice, town.home);
  const park = circle('park', town.friend, dice.between(250, 600));
  const radius = park.shape.size_meters;
  for (let day = 0; day < 7; day++) {
    j.stay(day * DAY + dice.between(15, 17) * HOUR).drive(towards(town.friend, 0, radius + 60));
    for (let round = 0; round < 2; round++) {
      const gap = dice.pick([1, 1, -1]) * dice.between(20, 80);
      for (let angle = 0.1; angle < 6.2; angle += 0.1) {
        j.straight(towards(town.friend, angle, radius + gap), dice.between(3, 5.5), 'street');
        if (dice.chance(0.06)) j.rest(dice.exponential(4), 'street');
      }
    }
    j.walk(towards(town.friend, 0, radius + 60)).drive(town.home);
  }
  j.stay(7 * DAY);
  return {
    days: 7,
    journey: j,
    zones: [park, around('home', town.home, 100, dice)],
    phone: dice.pick([TIMER(10), TIMER(30), TIMER(60)]),
  };
}

/** All day on the road: past zones, through them, with short halts in some. */
function errands(dice: Dice): Life {
  const town = townOf(dice);
  const j = new Journey(dice, town.home);
  const stops = Array.from({ length: 5 }, () => towards(town.home, dice.angle(), dice.between(1_000, 7_000)));
  const zones = stops.map((stop, i) => {
    const radius = dice.pick([60, 100, 150, 300]);
    const inside = i < 3;
    const center = towards(stop, dice.angle(), inside ? dice.between(0, radius - 20) : radius + dice.between(20, 120));
    return circle(inside ? `halt ${i}` : `past ${i}`, center, radius);
  });
  for (let day = 0; day < 5; day++) {
    j.stay(day * DAY + dice.between(7, 9) * HOUR);
    while (j.now < day * DAY + 17 * HOUR) {
      const to = dice.pick([stops[0] as Place, ...stops.slice(1)]);
      if (dice.chance(0.7)) j.drive(to, 38);
      else j.bus(to);
      // A halt at the lights, at the door, or for a job.
      j.rest(dice.pick([0.2, 1, 3, 8, 20, 40]), dice.pick(['vehicle', 'street', 'indoors']));
    }
    j.drive(town.home);
  }
  j.stay(5 * DAY);
  zones.push(around('home', town.home, 80, dice), around('district', town.home, 2_500, dice));
  return { days: 5, journey: j, zones, phone: dice.pick([TIMER(10), TIMER(30), TIMER(60), MOVE_IOS, SIGNIFICANT_ANDROID]) };
}

/** A train to another city, a flight across a continent, nights in hotels. */
function traveller(dice: Dice): Life {
  const town = townOf(dice);
  const j = new Journey(dice, town.home);
  const station = towards(town.home, dice.angle(), 3_000);
  const other = towards(town.home, dice.angle(), dice.between(120_000, 250_000));
  const hotel = towards(other, dice.angle(), dice.between(800, 3_000));
  const airport = towards(town.home, dice.angle(), 14_000);
  const far = offset(town.home, dice.between(-1, 1) * 900_000, dice.between(-1, 1) * 900_000);
  const resort = towards(far, dice.angle(), 16_000);
  j.stay(7 * HOUR)
    .bus(station)
    .rest(12, 'street')
    .train(other, dice.pick([140, 220]))
    .rest(5, 'underground');
  j.walk(hotel)
    .stay(DAY + 9 * HOUR)
    .walk(other)
    .rest(8, 'street')
    .train(station, 180)
    .bus(town.home);
  j.stay(2 * DAY + 6 * HOUR)
    .drive(airport, 60)
    .rest(80)
    .fly(far)
    .rest(30)
    .drive(resort, 60);
  for (let day = 3; day < 5; day++) j.stay(day * DAY + 10 * HOUR).stroll(120, 1_200);
  j.stay(5 * DAY + 8 * HOUR)
    .drive(far, 60)
    .rest(90)
    .fly(airport)
    .rest(25)
    .drive(town.home, 60)
    .stay(7 * DAY);
  const zones = [
    around('home', town.home, 100, dice),
    circle('home city', town.home, 20_000),
    circle('station', station, 150),
    circle('airport', airport, 2_500),
    circle('other city', other, 20_000),
    around('hotel', hotel, 60, dice),
    around('resort', resort, 150, dice),
  ];
  return {
    days: 7,
    journey: j,
    zones,
    phone: dice.pick([TIMER(60), TIMER(900), MOVE_IOS, SIGNIFICANT_IOS, SIGNIFICANT_ANDROID]),
  };
}

const troubled = (life: Life, trouble: PhoneTroubles): Life => ({ ...life, phone: { ...life.phone, ...trouble } });

/** By name, in the order of the table. */
export const SCENARIOS: Record<string, (dice: Dice) => Life> = {
  'nights in flats': nights,
  'commuter, Android significant': (dice) => commuter(dice, SIGNIFICANT_ANDROID),
  'commuter, iOS significant': (dice) => commuter(dice, SIGNIFICANT_IOS),
  'commuter, every 15 min': (dice) => commuter(dice, TIMER(900)),
  'commuter, every minute': (dice) => commuter(dice, TIMER(60)),
  'commuter, move mode': (dice) => commuter(dice, dice.pick([TIMER(30), MOVE_IOS])),
  'one day at 1 Hz': (dice) => commuter(dice, TIMER(1), 1),
  'hours beside a border': beside,
  'walks along a border': along,
  'errands by car and bus': errands,
  'train and flight': traveller,
  'bad positions': (dice) => troubled(commuter(dice, dice.pick([TIMER(60), TIMER(300), TIMER(900)])), { outliers: 6, cells: 6 }),
  'gaps and late bursts': (dice) => troubled(commuter(dice, dice.pick([TIMER(60), TIMER(300), MOVE_IOS])), { gapsPerDay: 2.5 }),
};
