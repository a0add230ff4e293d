import type { Fix } from '@/lib/domain/model';
import type { Dice } from './dice';
import type { NoiseModel } from './noise';
import { type Reading, Sensor, type Troubles } from './sensor';
import { between, type Leg } from './world';

export interface PhoneTroubles extends Troubles {
  /** How often a day it can't report at all, or only later. */
  gapsPerDay?: number;
}

/** When a phone reports. */
export type PhoneHabits = PhoneTroubles &
  (
    | { kind: 'timer'; seconds: number }
    /** Only after 500 m, at most once in `gapSeconds`; `visits`: also some minutes after an arrival. */
    | { kind: 'significant'; gapSeconds: number; visits: boolean }
    /** After so many seconds or metres, whichever comes first. */
    | { kind: 'move'; seconds: number; meters: number }
  );

/** 2025-06-02, a Monday, 00:00 UTC. */
export const WEEK_START = Date.UTC(2025, 5, 2);

interface Report extends Reading {
  at: number;
  received: number;
}

/**
 * What the store holds at the end of such a week: the phone's reports in the order of their time, ids in the order of
 * arrival, repeats of the same position and time dropped as `device + tst + place` says they are one.
 */
export function fixesOf(legs: readonly Leg[], habits: PhoneHabits, dice: Dice, model: NoiseModel): Fix[] {
  const reports = deliver(reportsOf(legs, habits, new Sensor(dice, model, habits), dice), habits, dice);
  const known = new Set<string>();
  const fixes: Fix[] = [];
  for (const report of reports.sort((a, b) => a.received - b.received)) {
    const fix = fixOf(report, fixes.length + 1);
    const identity = `${fix.occurred_at} ${fix.latitude} ${fix.longitude}`;
    if (known.has(identity)) continue;
    known.add(identity);
    fixes.push(fix);
  }
  return fixes.sort((a, b) => a.occurred_at - b.occurred_at || a.id - b.id);
}

function* reportsOf(legs: readonly Leg[], habits: PhoneHabits, sensor: Sensor, dice: Dice): Generator<Report> {
  const step = habits.kind === 'timer' ? habits.seconds : habits.kind === 'move' ? 10 : 60;
  let at = dice.between(0, step);
  let last: Report | null = null;
  let arrived = 0;
  let visit = habits.kind === 'significant' && habits.visits;
  for (const leg of legs) {
    if (leg.speed > 0) arrived = leg.to;
    while (at < leg.to) {
      const wanted: boolean = last === null || isDue(habits, at, last, leg, arrived, visit, dice);
      // A phone that only watches for movement knows it from its own, imperfect, position.
      const reading: Reading | null = sensor.read(leg, at);
      const moved = reading && last ? between(last.place, reading.place).meters : 0;
      if (reading && (wanted || isFar(habits, moved, at - (last?.at ?? 0)))) {
        visit = leg.speed > 0 && habits.kind === 'significant' && habits.visits;
        last = { ...reading, at, received: at + dice.exponential(2) };
        yield last;
      } else if (last && habits.kind === 'significant' && dice.chance(1 / 15)) {
        // The regular sign of life says the old position again, under its old time.
        yield { ...last, received: at };
      }
      at += step * (step > 1 ? dice.between(0.96, 1.04) : 1);
    }
  }
}

function isDue(habits: PhoneHabits, at: number, last: Report, leg: Leg, arrived: number, visit: boolean, dice: Dice): boolean {
  if (habits.kind === 'timer') return true;
  if (habits.kind === 'move') return at - last.at >= habits.seconds;
  if (leg.speed > 0) return false;
  if (visit && at - arrived > 240) return dice.chance(0.3);
  return dice.chance(60 / (2.5 * 3_600));
}

function isFar(habits: PhoneHabits, moved: number, seconds: number): boolean {
  if (habits.kind === 'move') return moved >= habits.meters;
  return habits.kind === 'significant' && moved >= 500 && seconds >= habits.gapSeconds;
}

/** Gaps swallow reports, or the network does until it is back and all come in one burst, not quite in order. */
function deliver(reports: Iterable<Report>, { gapsPerDay }: PhoneHabits, dice: Dice): Report[] {
  const delivered: Report[] = [];
  let from = gapsPerDay ? dice.exponential(86_400 / gapsPerDay) : Number.POSITIVE_INFINITY;
  let to = from + dice.exponential(3_600);
  let swallows = dice.chance(0.4);
  for (const report of reports) {
    while (report.at > to) {
      from = to + dice.exponential(86_400 / (gapsPerDay ?? 1));
      to = from + dice.exponential(3_600);
      swallows = dice.chance(0.4);
    }
    const lost = report.at >= from;
    if (lost && swallows) continue;
    const late = lost ? { ...report, received: Math.max(report.received, to + dice.between(0, 20)) } : report;
    delivered.push(late);
    if (dice.chance(0.01)) delivered.push({ ...late, received: late.received + dice.between(1, 90) });
  }
  return delivered;
}

function fixOf({ place, accuracy, velocity, at, received }: Report, id: number): Fix {
  return {
    id,
    device_id: 1,
    latitude: Number(place.latitude.toFixed(6)),
    longitude: Number(place.longitude.toFixed(6)),
    accuracy: accuracy === null ? null : Math.round(accuracy),
    velocity,
    in_regions: null,
    occurred_at: WEEK_START + Math.floor(at) * 1000,
    received_at: WEEK_START + Math.round(received * 1000),
  };
}
