import type { Dice } from './dice';
import { offset, type Place } from './world';

/** Knobs by which the noise model is varied, to see whether a result hangs on it. 1 is as written in `phone.ts`. */
export interface NoiseModel {
  /** Size of errors at rest. */
  drift: number;
  /** Correlation time of errors at rest. */
  slowness: number;
  /** Spread of the factor by which errors differ from what the phone claims. */
  tails: number;
  /** Frequency of jumps, snaps and cell fixes. */
  outliers: number;
}

export const NOISE_MODELS: Record<string, NoiseModel> = {
  usual: { drift: 1, slowness: 1, tails: 1, outliers: 1 },
  fast: { drift: 1, slowness: 0.2, tails: 1, outliers: 1 },
  slow: { drift: 1, slowness: 4, tails: 1, outliers: 1 },
  heavy: { drift: 1, slowness: 1, tails: 1.8, outliers: 2 },
  strong: { drift: 1.7, slowness: 1, tails: 1, outliers: 1 },
  mild: { drift: 0.6, slowness: 1, tails: 0.5, outliers: 0.5 },
};

/** An error that forgets itself over time (Ornstein–Uhlenbeck), metres east and north. */
export class Wander {
  private east = 0;
  private north = 0;
  private at = Number.NEGATIVE_INFINITY;

  constructor(private readonly dice: Dice) {}

  /** @param deviation standard deviation of each axis, metres @param memory correlation time, seconds */
  step(at: number, deviation: number, memory: number): { east: number; north: number } {
    const kept = Math.exp(-(at - this.at) / memory);
    const fresh = deviation * Math.sqrt(1 - kept * kept);
    this.east = kept * this.east + fresh * this.dice.normal();
    this.north = kept * this.north + fresh * this.dice.normal();
    this.at = at;
    return { east: this.east, north: this.north };
  }
}

/** Something that comes over a phone now and then and lasts a while. */
export class Episode {
  private next: number;
  private until = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly dice: Dice,
    private readonly every: number,
    private readonly lasts: number,
  ) {
    this.next = dice.exponential(every);
  }

  on(at: number): boolean {
    if (at >= this.next) {
      this.until = at + this.dice.exponential(this.lasts);
      this.next = this.until + this.dice.exponential(this.every);
    }
    return at < this.until;
  }
}

/** How positions go wrong at one indoor place: the same each time the phone is there. */
export class Site {
  private readonly bias: { east: number; north: number };
  private readonly deviation: number;
  private readonly memory: number;
  private readonly claimed: number;
  private readonly snap: { east: number; north: number; claimed: number };
  private readonly snapped: Episode;
  private readonly stirred: Episode;
  private readonly satellites: Episode;
  private readonly wander: Wander;
  private readonly satelliteWander: Wander;
  private last: { place: Place; accuracy: number; at: number } | null = null;
  private mood = 1;
  private moodUntil = 0;

  constructor(
    private readonly dice: Dice,
    private readonly model: NoiseModel,
  ) {
    const offCentre = dice.chance(0.2) ? 18 : 6;
    this.bias = { east: offCentre * dice.normal(), north: offCentre * dice.normal() };
    const quality = dice.between(0, 1);
    this.deviation =
      model.drift * (quality < 0.55 ? dice.between(4, 12) : quality < 0.88 ? dice.between(12, 30) : dice.between(30, 60));
    this.memory = model.slowness * dice.lognormal(900, 0.5);
    const honest = 1.5 * Math.hypot(this.deviation, 6);
    this.claimed = Math.max(8, honest * dice.lognormal(dice.chance(0.25) ? 0.45 : 1, 0.3));
    const angle = dice.angle();
    const far = dice.between(25, 90);
    this.snap = { east: far * Math.cos(angle), north: far * Math.sin(angle), claimed: dice.between(18, 45) };
    const hasNeighbour = dice.chance(0.35);
    this.snapped = new Episode(dice, hasNeighbour ? 5_400 : 1e9, 700);
    this.stirred = new Episode(dice, 12 * 3_600, 1_200);
    this.satellites = new Episode(dice, 7_200, 400);
    this.wander = new Wander(dice);
    this.satelliteWander = new Wander(dice);
  }

  /** The measured place of a phone that is at `truth`. Systems that see no movement often tell the last position again. */
  measure(at: number, truth: Place): { place: Place; accuracy: number } {
    if (this.last === null || at - this.last.at > 900 || this.dice.chance(0.5)) this.last = { ...this.anew(at, truth), at };
    return this.last;
  }

  private anew(at: number, truth: Place): { place: Place; accuracy: number } {
    const { dice } = this;
    if (at >= this.moodUntil) {
      this.mood = dice.lognormal(1, 0.5 * this.model.tails);
      this.moodUntil = at + dice.exponential(3 * 3_600);
    }
    const jitter = dice.lognormal(1, 0.15);
    if (this.snapped.on(at)) {
      const place = offset(truth, this.snap.east + dice.normal(), this.snap.north + dice.normal());
      return { place, accuracy: this.snap.claimed * jitter };
    }
    const deviation = this.deviation * this.mood;
    if (this.satellites.on(at)) {
      const { east, north } = this.satelliteWander.step(at, 15 + 0.8 * deviation, 90 * this.model.slowness);
      return { place: offset(truth, east, north), accuracy: dice.lognormal(0.9 * (15 + deviation), 0.4) };
    }
    const { east, north } = this.wander.step(at, deviation * (this.stirred.on(at) ? 2 : 1), this.memory);
    const place = offset(truth, this.bias.east + east + dice.normal(), this.bias.north + north + dice.normal());
    return { place, accuracy: this.claimed * jitter };
  }
}
