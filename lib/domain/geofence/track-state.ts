/** A fix that was set aside until the next ones tell whether the device was there. */
export interface HeldFix {
  location_id: number;
  at: number;
  latitude: number;
  longitude: number;
}

/** A measured position with the radius of its 68 % circle in metres. */
export interface MeasuredFix {
  latitude: number;
  longitude: number;
  accuracy: number;
  at: number;
}

/** A spot where the device is staying, or perhaps is about to. */
export interface RestPlace {
  latitude: number;
  longitude: number;
  accuracy: number;
  since: number;
  /** How many independent fixes it rests on; those within minutes of each other are not. */
  weight: number;
  /** Their information in 1/m², the sum of 1/acc². */
  info: number;
  /** How far positions wander here, root mean square in metres. */
  spread: number;
}

/** What the filter believes of a device, without its doubts. */
export interface Whereabouts {
  /** Where the device is taken to be. */
  latitude: number;
  longitude: number;
  /** Radius of the 68 % circle around it, metres. */
  accuracy: number;
  /** The fix that it rests on last. */
  location_id: number;
  at: number;
  /** The last measured position that was believed. */
  last: MeasuredFix;
  /** It stays at `place`; else that is only where it might come to rest. */
  resting: boolean;
  place: RestPlace;
  /** How often in a row the phone itself said to be walking, up to 2. */
  going: number;
  /** Of the last step, km/h; null after the very first fix, which nothing has confirmed. */
  speed: number | null;
}

/** A move that was believed at once though it may have been an error of measurement. */
export interface OpenDoubt {
  /** What is true again if it was. */
  before: Whereabouts;
  /** The farthest that it has led so far, metres. */
  reach: number;
  since: number;
  /** The last fix on its side. */
  until: number;
  /** How fast it began, km/h. */
  out: number;
  /** How much the phone's own speed speaks for it: half for each fix at walking speed, one at a brisk walk. */
  walked: number;
  /** How many fixes say so. */
  fixes: number;
}

/** A held fix while it is not known yet what to make of it. */
export interface WaitingFix extends HeldFix {
  accuracy: number;
  /** From the place, metres. */
  distance: number;
  received_at: number;
  /** Believed if nothing contradicts it until then, by the phone's time; null: only another fix can confirm it. */
  due: number | null;
}

/** All that the filter remembers of one device. A JSON value, as `ZoneState` is. */
export interface TrackState extends Whereabouts {
  v: 2;
  held: WaitingFix | null;
  doubt: OpenDoubt | null;
}

/**
 * `move`: the device is elsewhere now. `rest`: the same place, perhaps better known. `held`: elsewhere, but one fix is not
 * believed alone. `ignored`: too coarse to say anything, or contradicted. Only `move` and `rest` are shown to the zones.
 */
export type TrackVerdict = 'move' | 'rest' | 'held' | 'ignored';

/**
 * Whether the filter was taken in: `begins` with a `move` that it is not sure of, `holds` while the fixes after it
 * decide nothing, `refuted`: the device never was there, what was concluded since `begins` is to be taken back.
 */
export type Doubt = 'none' | 'begins' | 'holds' | 'refuted';

/** What one fix says of the device, given those before it. */
export interface Sighting {
  verdict: TrackVerdict;
  doubt: Doubt;
  /** Why, for people; only asked for when explaining. */
  reason: string;
  /** On `move`: the held fix that it confirms, the first that was measured at the new place. */
  earlier: HeldFix | null;
}

export interface TrackStep {
  track: TrackState;
  sighting: Sighting;
}
