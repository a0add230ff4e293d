import { commuter, type Life, MOVE_IOS, SIGNIFICANT_ANDROID, SIGNIFICANT_IOS, TIMER } from './commuter';
import type { Dice } from './dice';
import { along, beside, errands, nights, traveller } from './lives';
import type { PhoneTroubles } from './phone';

const troubled = (life: Life, trouble: PhoneTroubles): Life => ({ ...life, phone: { ...life.phone, ...trouble } });

/** By name, in the order of the table. */
export const SCENARIOS: Record<string, (dice: Dice) => Life> = {
  'nights in flats': nights,
  'commuter, Android significant': (dice) => commuter(dice, SIGNIFICANT_ANDROID),
  'commuter, iOS significant': (dice) => commuter(dice, SIGNIFICANT_IOS),
  'commuter, every 15 min': (dice) => commuter(dice, TIMER(900)),
  'commuter, every minute': (dice) => commuter(dice, TIMER(60)),
  'commuter, move mode': (dice) => commuter(dice, dice.pick([TIMER(30), MOVE_IOS])),
  'one day at 1 Hz': (dice) => commuter(dice, TIMER(1), 1),
  'hours beside a border': beside,
  'walks along a border': along,
  'errands by car and bus': errands,
  'train and flight': traveller,
  'bad positions': (dice) => troubled(commuter(dice, dice.pick([TIMER(60), TIMER(300), TIMER(900)])), { outliers: 6, cells: 6 }),
  'gaps and late bursts': (dice) => troubled(commuter(dice, dice.pick([TIMER(60), TIMER(300), MOVE_IOS])), { gapsPerDay: 2.5 }),
};
