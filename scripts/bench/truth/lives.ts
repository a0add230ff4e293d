import { around, DAY, HOUR, type Life, MOVE_IOS, SIGNIFICANT_ANDROID, SIGNIFICANT_IOS, TIMER, townOf } from './commuter';
import type { Dice } from './dice';
import { Journey, offset, type Place, towards } from './world';
import { circle } from './zones';

/** Flats above shops and beside them: the phone on its charger by the bed, little going out, mostly next door. */
export function nights(dice: Dice): Life {
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
export function beside(dice: Dice): Life {
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
export function along(dice: Dice): Life {
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
export function errands(dice: Dice): Life {
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
export function traveller(dice: Dice): Life {
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
