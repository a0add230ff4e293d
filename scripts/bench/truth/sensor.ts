import type { Dice } from './dice';
import { Episode, type NoiseModel, Site, Wander } from './noise';
import { between, type Leg, offset, type Place, placeIn, towards } from './world';

/** What the phone's operating system hands to the app. */
export interface Reading {
  place: Place;
  accuracy: number | null;
  /** km/h */
  velocity: number | null;
}

export interface Troubles {
  /** How much more often than usual positions jump. */
  outliers?: number | undefined;
  cells?: number | undefined;
}

/** The position of a phone as its operating system makes it of satellites, Wi-Fi and cells. */
export class Sensor {
  private readonly sites = new Map<string, Site>();
  private readonly street: Wander;
  private readonly canyon: Episode;
  private readonly snapping: Episode;
  private readonly stale: Episode;
  private snapTo: Place | null = null;
  private last: Reading | null = null;
  private lastAt = 0;
  private jumping: { place: Place; left: number } | null = null;

  constructor(
    private readonly dice: Dice,
    private readonly model: NoiseModel,
    private readonly troubles: Troubles,
  ) {
    const rate = (troubles.outliers ?? 1) * model.outliers;
    this.street = new Wander(dice);
    this.canyon = new Episode(dice, 1_500, 240);
    this.snapping = new Episode(dice, (3 * 86_400) / rate, 150);
    this.stale = new Episode(dice, 12 * 3_600, 60);
  }

  /** Null: no position to be had. */
  read(leg: Leg, at: number): Reading | null {
    const reading = this.look(leg, at);
    if (reading === null) return null;
    this.last = reading;
    this.lastAt = at;
    return reading;
  }

  private look(leg: Leg, at: number): Reading | null {
    const { dice } = this;
    if (leg.setting === 'air') return null;
    const truth = placeIn(leg, at);
    const astray = this.astray(truth, at);
    if (astray) return astray;
    // The last position once more under a new time: the system had nothing newer at hand.
    if (this.last && this.stale.on(at) && at - this.lastAt < 600) return this.last;
    if (leg.setting === 'underground') return dice.chance(0.5) ? this.cell(truth) : null;
    if (dice.chance(Math.min(0.9, 0.012 * (this.troubles.cells ?? 1) * this.model.outliers))) return this.cell(truth);
    if (leg.setting === 'indoors') return this.indoors(leg, truth, at);
    return this.outdoors(leg, truth, at);
  }

  /** Positions that are nowhere near, and say that they are good. */
  private astray(truth: Place, at: number): Reading | null {
    const { dice } = this;
    if (this.jumping && this.jumping.left-- > 0)
      return { place: this.jumping.place, accuracy: dice.between(10, 50), velocity: null };
    this.jumping = null;
    const often = 0.0015 * (this.troubles.outliers ?? 1) * this.model.outliers;
    if (dice.chance(often * Math.min(1, (at - this.lastAt) / 60))) {
      const place = towards(truth, dice.angle(), dice.lognormal(2_500, 0.8));
      this.jumping = { place, left: dice.chance(0.12) ? 1 : 0 };
      return { place, accuracy: dice.between(10, 50), velocity: null };
    }
    if (!this.snapping.on(at)) {
      this.snapTo = null;
      return null;
    }
    // A Wi-Fi access point that has moved house since it was put on the map.
    this.snapTo ??= towards(truth, dice.angle(), dice.lognormal(600, 0.8));
    return { place: offset(this.snapTo, 3 * dice.normal(), 3 * dice.normal()), accuracy: dice.between(15, 50), velocity: null };
  }

  /** The mast's place, not the phone's: towers stand on a bent grid, and the phone uses one of the near ones. */
  private cell(truth: Place): Reading {
    const { dice } = this;
    const grid = 0.012;
    const snap = (degrees: number) => Math.round(degrees / grid + dice.between(-0.4, 0.4)) * grid;
    const latitude = snap(truth.latitude);
    const place = { latitude: latitude + 0.002 * Math.sin(9_000 * latitude), longitude: snap(truth.longitude) };
    const away = between(truth, place).meters;
    return { place, accuracy: Math.min(3_000, Math.max(500, away * dice.lognormal(1.3, 0.4))), velocity: null };
  }

  private indoors(leg: Leg, truth: Place, at: number): Reading {
    const { dice } = this;
    const key = `${leg.start.latitude.toFixed(5)} ${leg.start.longitude.toFixed(5)}`;
    let site = this.sites.get(key);
    if (!site) {
      site = new Site(dice, this.model);
      this.sites.set(key, site);
    }
    const { place, accuracy } = site.measure(at, truth);
    const still = dice.between(0, 1);
    return { place, accuracy, velocity: still < 0.55 ? null : still < 0.93 ? 0 : Math.floor(dice.lognormal(2, 0.6)) };
  }

  private outdoors(leg: Leg, truth: Place, at: number): Reading {
    const { dice } = this;
    const inCanyon = this.canyon.on(at);
    const deviation = leg.setting === 'vehicle' ? (inCanyon ? 12 : 5) : inCanyon ? 16 : 5;
    const { east, north } = this.street.step(at, deviation, leg.setting === 'vehicle' ? 40 : 90);
    const fused = dice.chance(0.07);
    const more = fused ? 18 : 1.2;
    const place = offset(truth, east + more * dice.normal(), north + more * dice.normal());
    const accuracy = Math.max(3, 1.5 * Math.hypot(deviation, more) * dice.lognormal(0.9, 0.35 * this.model.tails));
    return { place, accuracy: dice.chance(0.01) ? null : accuracy, velocity: fused ? null : this.speedOf(leg) };
  }

  private speedOf(leg: Leg): number | null {
    const { dice } = this;
    if (dice.chance(0.12)) return null;
    return Math.max(0, Math.floor(leg.speed * dice.between(0.85, 1.1) + dice.normal()));
  }
}
