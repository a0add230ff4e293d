import type { Fix } from '@/lib/domain/model';
import { FixLog } from './backtest-log';
import { type Outcome, outcomeOf, type ReportedEvent } from './backtest-outcome';
import type { Variant } from './backtest-variants';
import { DeviceFold } from './device-fold';
import { standing } from './fold-device';
import { GENESIS } from './snapshot';
import { ZoneSet } from './zone-set';

/**
 * What zones that were never there would have made of a device's past: the engine's own fold over its fixes, with all
 * variants of the zone side by side, so that the device's track is followed once. The fixes come in pieces of any size.
 * The phone's word (transitions, `inregions`) has no part in it: what it said, it said of regions that it had then, each
 * of one size, and would say the same of all variants (docs/adr/0013).
 */
export class Backtest {
  private readonly fold: DeviceFold;
  private readonly log = new FixLog();

  /**
   * @param from what happened before only tells where the device was; some fixes from before should be given first, so
   *   that a device that was inside all the time doesn't seem to have arrived
   * @param reported what of this device people called a false alarm
   */
  constructor(
    private readonly variants: readonly Variant[],
    private readonly device: { id: number; owner_id: number },
    private readonly from: number,
    private readonly reported: readonly ReportedEvent[] = [],
  ) {
    this.fold = new DeviceFold(new ZoneSet(variants.map(({ geofence }) => geofence)), device, GENESIS);
  }

  get fixes(): number {
    return this.log.length;
  }

  /** The device's next fixes, in the order of their time, ties by id. */
  take(fixes: readonly Fix[]): void {
    for (const fix of fixes) {
      this.fold.take(fix);
      if (fix.occurred_at >= this.from) this.log.add(fix);
    }
  }

  /** One outcome for each variant, in their order. @param until the end of the time looked at; timers fire up to it */
  *finish(until: number): Generator<Outcome> {
    this.fold.ripenUntil(until);
    const events = standing(this.fold);
    for (const { geofence } of this.variants) {
      const own = events.filter(({ geofence_id }) => geofence_id === geofence.id);
      yield outcomeOf(geofence, this.device.id, own, this.log, { from: this.from, until }, this.reported);
    }
  }
}
