/** Movements of simulated people: pure and seeded, so that a run can be repeated. */

export interface Place {
  name: string;
  latitude: number;
  longitude: number;
  /** Metres; how far from the centre people stay. */
  radius: number;
}

export interface SimulatedFix {
  latitude: number;
  longitude: number;
  /** Metres, 68 %. */
  accuracy: number;
  /** km/h */
  velocity: number;
  /** Degrees clockwise from north. */
  course: number;
  battery: number;
  mode: 'rest' | 'walk' | 'drive';
}

const METERS_PER_DEGREE = 111_195;
const WALKING_METERS_PER_SECOND = 1.4;
/** People drive what is farther than this. */
const WALKING_DISTANCE = 900;

/** A small seeded generator (mulberry32) of numbers in [0, 1). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Vector {
  north: number;
  east: number;
}

function offset(from: Place, to: { latitude: number; longitude: number }): Vector {
  const shrink = Math.cos((from.latitude * Math.PI) / 180);
  return {
    north: (to.latitude - from.latitude) * METERS_PER_DEGREE,
    east: (to.longitude - from.longitude) * METERS_PER_DEGREE * shrink,
  };
}

/**
 * One person who stays at a place for a while, walks or drives to another, and carries a phone whose error wanders
 * slowly (a first-order autoregressive process), wider indoors than on the road.
 */
export class Person {
  private readonly random: () => number;
  private readonly origin: Place;
  private position: Vector;
  private target: Vector;
  private place = 0;
  private mode: SimulatedFix['mode'] = 'rest';
  private restSeconds: number;
  private error: Vector = { north: 0, east: 0 };
  private course = 0;
  private metersPerSecond = 0;
  private battery: number;

  /** @param places at least two; the person starts at one of them, chosen by the seed */
  constructor(
    seed: number,
    private readonly places: readonly Place[],
  ) {
    if (places.length < 2) throw new RangeError(`places has ${places.length} entries; it must have at least 2`);
    this.random = randomNumbers(seed);
    this.origin = places[0] as Place;
    this.place = Math.floor(this.random() * places.length);
    this.position = this.spotAt(this.place);
    this.target = this.position;
    this.restSeconds = 20 + this.random() * 120;
    this.battery = 40 + Math.floor(this.random() * 60);
  }

  private gaussian(): number {
    return Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
  }

  private spotAt(index: number): Vector {
    const place = this.places[index] as Place;
    const center = offset(this.origin, place);
    const reach = place.radius * 0.4;
    return { north: center.north + (this.random() - 0.5) * reach, east: center.east + (this.random() - 0.5) * reach };
  }

  private depart(): void {
    const step = 1 + Math.floor(this.random() * (this.places.length - 1));
    this.place = (this.place + step) % this.places.length;
    this.target = this.spotAt(this.place);
    const distance = Math.hypot(this.target.north - this.position.north, this.target.east - this.position.east);
    this.mode = distance > WALKING_DISTANCE ? 'drive' : 'walk';
    this.metersPerSecond = this.mode === 'walk' ? WALKING_METERS_PER_SECOND : 8 + this.random() * 12;
  }

  private travel(seconds: number): void {
    const north = this.target.north - this.position.north;
    const east = this.target.east - this.position.east;
    const distance = Math.hypot(north, east);
    const reach = this.metersPerSecond * seconds;
    this.course = ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
    if (reach >= distance) {
      this.position = this.target;
      this.mode = 'rest';
      this.restSeconds = 120 + this.random() * 600;
      return;
    }
    // Roads bend: the way swings to the side and back, less and less towards the end.
    const bend = Math.sin(distance / 180) * 0.35;
    const along = reach / distance;
    this.position = {
      north: this.position.north + (north - east * bend) * along,
      east: this.position.east + (east + north * bend) * along,
    };
  }

  /** Moves on by `seconds` (> 0) and answers what the phone would report. */
  advance(seconds: number): SimulatedFix {
    if (this.mode === 'rest') {
      this.restSeconds -= seconds;
      if (this.restSeconds <= 0) this.depart();
    } else {
      this.travel(seconds);
    }
    const accuracy = this.mode === 'rest' ? 12 + Math.abs(this.gaussian()) * 10 : 4 + Math.abs(this.gaussian()) * 4;
    const sigma = accuracy / 1.51;
    const keep = Math.exp(-seconds / 90);
    const fresh = Math.sqrt(1 - keep * keep) * sigma;
    this.error = {
      north: this.error.north * keep + this.gaussian() * fresh,
      east: this.error.east * keep + this.gaussian() * fresh,
    };
    if (this.random() < seconds / 900) this.battery = this.battery <= 5 ? 100 : this.battery - 1;
    return this.report(accuracy);
  }

  private report(accuracy: number): SimulatedFix {
    const shrink = Math.cos((this.origin.latitude * Math.PI) / 180);
    return {
      latitude: this.origin.latitude + (this.position.north + this.error.north) / METERS_PER_DEGREE,
      longitude: this.origin.longitude + (this.position.east + this.error.east) / (METERS_PER_DEGREE * shrink),
      accuracy: Math.round(accuracy),
      velocity: this.mode === 'rest' ? 0 : Math.round(this.metersPerSecond * 3.6),
      course: Math.round(this.course) % 360,
      battery: this.battery,
      mode: this.mode,
    };
  }
}
