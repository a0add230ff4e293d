import type { Dice } from '../truth/dice';

/** Minutes since the beginning, a Monday at midnight. */
export const HOUR = 60;
export const DAY = 24 * HOUR;

/** What a phone goes through, one after the other. */
export interface Stretch {
  from: number;
  to: number;
  moving: boolean;
  /** No network, or flight mode: what it would say is lost, or comes later. */
  covered: boolean;
}

export interface Person {
  name: string;
  /** How often a day is spent at home: on Monday to Friday, and at the weekend. */
  home: [weekday: number, weekend: number];
  leaves: [number, number];
  away: [number, number];
  trip: [number, number];
}

export const PEOPLE: Person[] = [
  { name: 'commuter', home: [0.08, 0.35], leaves: [6.8, 8.2], away: [8, 10], trip: [15, 55] },
  { name: 'at home', home: [0.25, 0.25], leaves: [9.5, 15], away: [0.7, 3], trip: [5, 20] },
  { name: 'student', home: [0.15, 0.2], leaves: [8.5, 12.5], away: [3, 13], trip: [10, 40] },
];

/** What makes a person's phone quiet although it is well. */
export interface Quirks {
  /** Flight mode at night. */
  nightsOff: boolean;
  /** The way to work is underground. */
  underground: boolean;
  /** Hours without a network at some weekends. */
  hikes: boolean;
}

/** The days of a person, with their silences that mean nothing. */
export function livingOf(person: Person, quirks: Quirks, days: number, dice: Dice): Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  const until = (to: number, moving: boolean, covered = true) => {
    if (to > at) stretches.push({ from: at, to, moving, covered });
    at = Math.max(at, to);
  };
  for (let day = 0; day < days; day++) {
    const weekend = day % 7 > 4;
    const start = day * DAY;
    if (quirks.nightsOff) until(Math.max(at, start) + dice.between(6, 7) * HOUR, false, false);
    if (weekend && quirks.hikes && dice.chance(0.2)) hike(start, dice, until);
    else if (!dice.chance(person.home[weekend ? 1 : 0])) outing(person, start, quirks.underground && !weekend, dice, until);
    until(start + (quirks.nightsOff ? dice.between(22, 23) * HOUR : DAY), false);
    if (quirks.nightsOff) until(start + DAY, false, false);
  }
  return stretches;
}

type Until = (to: number, moving: boolean, covered?: boolean) => void;

function outing({ leaves, away, trip }: Person, start: number, underground: boolean, dice: Dice, until: Until): void {
  const out = start + dice.between(...leaves) * HOUR;
  const back = out + dice.between(...away) * HOUR;
  until(out, false);
  until(out + dice.between(...trip), true, !underground);
  if (dice.chance(0.3)) {
    const errand = (out + back) / 2;
    until(errand, false);
    until(errand + dice.between(5, 15), true);
  }
  until(back, false);
  until(back + dice.between(...trip), true, !underground);
}

function hike(start: number, dice: Dice, until: Until): void {
  const out = start + dice.between(8, 10) * HOUR;
  until(out, false);
  until(out + dice.between(40, 90), true);
  until(out + dice.between(3, 8) * HOUR, true, false);
  until(out + 9 * HOUR, true);
}
