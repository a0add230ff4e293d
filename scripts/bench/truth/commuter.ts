import type { Dice } from './dice';
import type { PhoneHabits } from './phone';
import { between, Journey, type Place, towards } from './world';
import { circle, polygon, type TestZone } from './zones';

export const DAY = 86_400;
export const HOUR = 3_600;

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

export const TIMER = (seconds: number): PhoneHabits => ({ kind: 'timer', seconds });
export const SIGNIFICANT_ANDROID: PhoneHabits = { kind: 'significant', gapSeconds: 60, visits: false };
export const SIGNIFICANT_IOS: PhoneHabits = { kind: 'significant', gapSeconds: 300, visits: true };
export const MOVE_IOS: PhoneHabits = { kind: 'move', seconds: 300, meters: 100 };

export function townOf(dice: Dice): Town {
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
export function around(name: string, place: Place, radius: number, dice: Dice): TestZone {
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

export function commuter(dice: Dice, phone: PhoneHabits, days = 7): Life {
  const town = townOf(dice);
  const journey = new Journey(dice, town.home);
  for (let day = 0; day < days; day++) (day % 7 < 5 ? workday : freeDay)(journey, town, day);
  journey.stay(days * DAY);
  return { days, journey, zones: usualZones(town, dice), phone };
}
