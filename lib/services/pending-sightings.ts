import type { NewBeaconSighting } from '@/lib/domain/model';
import { isSameSighting, mergedSighting } from '@/lib/domain/owntracks/beacon';

/** Beacons of all phones that are kept in mind. */
const MAX_BEACONS = 10_000;
/** How often it is looked for what is due: with each transaction would be too often for thousands of beacons. */
const LOOK_MS = 1_000;

/**
 * What phones say of beacons, once a second of each that is near: the first word of a stay is written with its message,
 * what follows is counted here and written every few seconds.
 */
export class PendingSightings {
  readonly intervalMs = 10_000;
  /** When each beacon was last written. */
  private readonly writtenAt = new Map<string, number>();
  /** What was said of a beacon since. */
  private readonly waiting = new Map<string, NewBeaconSighting>();
  private lookedAt = 0;

  get isWaiting(): boolean {
    return this.waiting.size > 0;
  }

  /** @returns what has to be written before the message is done; mostly nothing */
  add(sighting: NewBeaconSighting, now: number): NewBeaconSighting[] {
    const key = `${sighting.device_id}/${sighting.beacon}`;
    const writtenAt = this.writtenAt.get(key);
    const earlier = this.waiting.get(key);
    if (writtenAt === undefined) {
      const made = this.writtenAt.size >= MAX_BEACONS ? this.all() : [];
      this.writtenAt.set(key, now);
      return [...made, sighting];
    }
    const isSame = earlier === undefined || isSameSighting(earlier, sighting);
    if (isSame && !this.isDue(writtenAt, now)) {
      this.waiting.set(key, earlier ? mergedSighting(earlier, sighting) : sighting);
      return [];
    }
    this.waiting.delete(key);
    this.writtenAt.set(key, now);
    if (!earlier) return [sighting];
    return isSame ? [mergedSighting(earlier, sighting)] : [earlier, sighting];
  }

  /** What has waited long enough; it is not kept here any longer. */
  due(now: number): NewBeaconSighting[] {
    if (this.waiting.size === 0 || Math.abs(now - this.lookedAt) < LOOK_MS) return [];
    this.lookedAt = now;
    const due: NewBeaconSighting[] = [];
    for (const [key, sighting] of this.waiting) {
      if (!this.isDue(this.writtenAt.get(key) ?? 0, now)) continue;
      due.push(sighting);
      this.waiting.delete(key);
      this.writtenAt.set(key, now);
    }
    return due;
  }

  /** Everything that waits; the next word of each beacon is written at once, as after a start. */
  all(): NewBeaconSighting[] {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    this.writtenAt.clear();
    return all;
  }

  private isDue(writtenAt: number, now: number): boolean {
    return Math.abs(now - writtenAt) >= this.intervalMs;
  }
}
