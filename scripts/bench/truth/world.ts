import { shorterWay, wrapLongitude } from '@/lib/domain/geo/sphere';
import type { Dice } from './dice';

export interface Place {
  latitude: number;
  longitude: number;
}

/** What a phone can receive depends on where it is carried. */
export type Setting = 'indoors' | 'street' | 'vehicle' | 'underground' | 'air';

/** A straight piece of a true path, times in seconds since the start of the week. */
export interface Leg {
  from: number;
  to: number;
  start: Place;
  end: Place;
  setting: Setting;
  /** km/h */
  speed: number;
}

const METERS_PER_DEGREE = 111_195;

/** The place so many metres east and north of another. */
export function offset(place: Place, east: number, north: number): Place {
  const longitude = place.longitude + east / (METERS_PER_DEGREE * Math.cos((place.latitude * Math.PI) / 180));
  return { latitude: place.latitude + north / METERS_PER_DEGREE, longitude: wrapLongitude(longitude) };
}

export function towards(place: Place, angle: number, meters: number): Place {
  return offset(place, Math.cos(angle) * meters, Math.sin(angle) * meters);
}

/** Metres east and north from one place to another in the same region. */
export function between(from: Place, to: Place): { east: number; north: number; meters: number } {
  const north = (to.latitude - from.latitude) * METERS_PER_DEGREE;
  const cos = Math.cos(((from.latitude + to.latitude) * Math.PI) / 360);
  const east = shorterWay(to.longitude - from.longitude) * METERS_PER_DEGREE * cos;
  return { east, north, meters: Math.hypot(east, north) };
}

function along({ start, end }: Pick<Leg, 'start' | 'end'>, share: number): Place {
  return {
    latitude: start.latitude + share * (end.latitude - start.latitude),
    longitude: wrapLongitude(start.longitude + share * shorterWay(end.longitude - start.longitude)),
  };
}

export function placeIn(leg: Leg, at: number): Place {
  return leg.to > leg.from ? along(leg, Math.min(1, Math.max(0, (at - leg.from) / (leg.to - leg.from)))) : leg.end;
}

/** A person's true way through a week, written by telling it: stay here until then, walk there. */
export class Journey {
  readonly legs: Leg[] = [];
  now = 0;

  constructor(
    readonly dice: Dice,
    public here: Place,
  ) {}

  /** Rests at one spot. `until` in seconds; nothing happens if it has passed. */
  stay(until: number, setting: Setting = 'indoors'): this {
    if (until > this.now) this.add(this.here, until, setting, 0);
    return this;
  }

  rest(minutes: number, setting: Setting = 'indoors'): this {
    return this.stay(this.now + minutes * 60, setting);
  }

  straight(to: Place, kmh: number, setting: Setting): this {
    const seconds = between(this.here, to).meters / (kmh / 3.6);
    return this.add(to, this.now + Math.max(1, seconds), setting, kmh);
  }

  walk(to: Place): this {
    return this.street(to, 120, () => this.straightish(4.8, 'street'), 0.15, 30);
  }

  drive(to: Place, kmh = 40): this {
    return this.street(to, 700, () => this.straightish(kmh, 'vehicle'), 0.5, 45);
  }

  /** Stops often, for long enough to look like an arrival. */
  bus(to: Place): this {
    return this.street(to, 450, () => this.straightish(32, 'vehicle'), 0.9, 40);
  }

  train(to: Place, kmh = 180): this {
    return this.street(to, 15_000, () => this.straightish(kmh, 'vehicle'), 0.1, 120);
  }

  /** Straight and steady, with the phone in flight mode; 20 minutes on either apron with reception. */
  fly(to: Place): this {
    const meters = between(this.here, to).meters;
    return this.rest(20, 'vehicle')
      .add(to, this.now + meters / 230, 'air', 830)
      .rest(20, 'vehicle');
  }

  /** Ambles about around the spot and comes back to it. */
  stroll(minutes: number, radius: number, setting: Setting = 'street'): this {
    const middle = this.here;
    const until = this.now + minutes * 60;
    while (this.now < until) {
      const to = towards(middle, this.dice.angle(), this.dice.between(0.2, 1) * radius);
      this.straight(to, this.dice.between(2.5, 5), setting).rest(this.dice.exponential(1.5), setting);
    }
    return this.straight(middle, 4, setting);
  }

  /** Along corners: first mostly along one axis, then the other, as streets go. */
  private street(to: Place, block: number, kmh: () => { kmh: number; setting: Setting }, stops: number, seconds: number): this {
    const { east, north, meters } = between(this.here, to);
    const blocks = Math.max(1, Math.round((1.2 * meters) / block));
    const from = this.here;
    const bow = this.dice.between(-0.25, 0.25);
    for (let i = 1; i < blocks; i++) {
      const share = i / blocks;
      const sideways = bow * Math.sin(Math.PI * share) + this.dice.between(-0.3, 0.3) / blocks;
      const { kmh: speed, setting } = kmh();
      this.straight(offset(from, east * share - north * sideways, north * share + east * sideways), speed, setting);
      if (this.dice.chance(stops)) this.rest(this.dice.exponential(seconds) / 60, setting);
    }
    const { kmh: speed, setting } = kmh();
    return this.straight(to, speed, setting);
  }

  private straightish(kmh: number, setting: Setting) {
    return { kmh: kmh * this.dice.between(0.7, 1.25), setting };
  }

  private add(end: Place, to: number, setting: Setting, speed: number): this {
    this.legs.push({ from: this.now, to, start: this.here, end, setting, speed });
    this.now = to;
    this.here = end;
    return this;
  }
}
