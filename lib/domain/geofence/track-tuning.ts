/**
 * What the track filter takes for granted. Chosen by `npm run bench -- truth`; what other values of the important ones
 * cost is in docs/adr/0009.
 */

/** A fix within so many times the expected error of a place could be the same place. */
export const GATE = 1.9;
/** Phones understate: no fix is trusted to be better than this. */
export const ACCURACY_FLOOR_METERS = 15;
/** How far positions wander at a place, until it is known better. */
export const SPREAD_METERS = 15;
/** How many independent fixes that assumption is worth. */
export const SPREAD_WEIGHT = 3;
/** How much more than its share of the stay an excursion that was none tells of how far positions wander. */
export const SPREAD_LESSON = 2;
/** More of the past than so many independent fixes does not make a place's spread any stiffer. */
export const MOST_WEIGHT = 20;
/** Errors at rest stay alike for about so long; a fix sooner after the last one is news only in part. */
export const MEMORY_SECONDS = 600;
/** A place is never so well known that a fix of full news moves it by less than this share. */
export const LEAST_GAIN = 0.02;
/** No place is known better. */
export const BEST_ACCURACY_METERS = 8;
/** Who stays about one spot for so long rests there. */
export const SETTLE_SECONDS = 60;
/** Until then the position is no better than this. */
export const UNSETTLED_ACCURACY_METERS = 10;

/** Fixes with a larger circle move nobody unless they are more than `COARSE_RADII` of it away. */
export const COARSE_METERS = 300;
export const COARSE_RADII = 3;
/** Fixes with a larger circle move nobody. */
export const USELESS_METERS = 1000;

/** The phone's own speed: of a walker, of a brisk one, of a vehicle. At rest phones now and then say the first. */
export const WALKING_KMH = 3;
export const BRISK_KMH = 5;
export const DRIVING_KMH = 12;
/** Who says twice to be walking leaves the place from this share of the gate on. */
export const SETS_OUT = 0.5;
/** So long the last speed says something of the present one. */
export const FRESH_SECONDS = 200;

/** Beyond so many gates it can't be an error of the usual kind: one more fix is enough. */
export const FAR = 2;
/** Beyond so many gates and further than the fix before: on the way. */
export const ONWARD = 1.2;
/** Who is elsewhere, but near, for so long has moved. */
export const SUSTAINED_SECONDS = 600;
/** A held fix dates a departure only if it is not older than this. */
export const HELD_SECONDS = 300;
/** Slower than this between a held fix and the next, they tell of two things and not of one way. */
export const STROLLING_KMH = 2;
/** Fixes come so often that the next one can be awaited before a lone one is believed. */
export const AWAIT_SECONDS = 200;
/** From rest nobody is faster at once; after a gap or with a second fix there may be. */
export const FROM_REST_KMH = 60;
export const SECOND_FIX_KMH = 200;
/** On the move nobody is faster at once, or than twice as fast as before. */
export const MOVING_KMH = 160;
/** After so long anything may have happened, up to the speed of an airliner. */
export const GAP_SECONDS = 1200;
export const FASTEST_KMH = 1000;

/** On the move, a step of this length that nothing explains begins a doubt. */
export const ODD_METERS = 300;
/** Doubts end after so long. */
export const DOUBT_MS = 3_600_000;
/** An excursion of at most so many gates that ends within `NEAR_MS` was the error wandering, unless enough speaks for a walk. */
export const NEAR = 3;
export const NEAR_MS = 2_700_000;
export const WALK_EVIDENCE = 1;
/** A far excursion that ended within this was none if the way back, or the way out, was too fast … */
export const LONE_MS = 1_200_000;
export const BACK_KMH = 3;
export const OUT_KMH = 40;
/** … and the device had rested so long that one fix, two, or any number of them tell less than the rest before. */
export const RESTED_MS = 600_000;
export const LONG_RESTED_MS = 1_800_000;
export const AT_HOME_MS = 3_600_000;
/** Else only what so few fixes show and nobody would drive there and back is taken for an error. */
export const LONE_FIXES = 2;
export const JUMP_KMH = 80;

/** A lone fix is believed if nothing contradicts it for so long: what is about as fast as traffic, and what is faster. */
export const HELD_KMH = 100;
export const HELD_MS = 15_000;
export const FAST_HELD_MS = 120_000;

/** Near such a doubtful position a new place is assumed to be as bad as the old one. */
export const SAME_NEIGHBOURHOOD_METERS = 300;
