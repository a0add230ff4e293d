import type { NewBeaconSighting } from '@/lib/domain/model';
import { isSameSighting, mergedSighting } from '@/lib/domain/owntracks/beacon';

/** Beacons of all phones that are kept in mind. */
const MAX_BEACONS = 10_000;

interface Watched {
  /** Since it was last written. */
  waiting: NewBeaconSighting | null;
  writtenAt: number;
}

/**
 * What phones say of beacons, once a second of each that is near: the first word of a stay is written with its message,
 * what follows is counted here and written every few seconds.
 */
export class PendingSightings {
  readonly intervalMs = 10_000;
  private readonly watched = new Map<string, Watched>();

  get isWaiting(): boolean {
    for (const { waiting } of this.watched.values()) if (waiting) return true;
    return false;
  }

  /** @returns what has to be written before the message is done; mostly nothing */
  add(sighting: NewBeaconSighting, now: number): NewBeaconSighting[] {
    const key = `${sighting.device_id}/${sighting.beacon}`;
    const known = this.watched.get(key);
    if (!known) {
      const made = this.watched.size >= MAX_BEACONS ? this.all() : [];
      this.watched.set(key, { waiting: null, writtenAt: now });
      return [...made, sighting];
    }
    const { waiting } = known;
    const isSame = waiting === null || isSameSighting(waiting, sighting);
    if (isSame && !this.isDue(known, now)) {
      known.waiting = waiting ? mergedSighting(waiting, sighting) : sighting;
      return [];
    }
    known.waiting = null;
    known.writtenAt = now;
    if (!waiting) return [sighting];
    return isSame ? [mergedSighting(waiting, sighting)] : [waiting, sighting];
  }

  /** What has waited long enough; it is not kept here any longer. */
  due(now: number): NewBeaconSighting[] {
    const due: NewBeaconSighting[] = [];
    for (const watched of this.watched.values()) {
      if (!watched.waiting || !this.isDue(watched, now)) continue;
      due.push(watched.waiting);
      watched.waiting = null;
      watched.writtenAt = now;
    }
    return due;
  }

  /** Everything that waits; the next word of each beacon is written at once, as after a start. */
  all(): NewBeaconSighting[] {
    const all = [...this.watched.values()].flatMap(({ waiting }) => waiting ?? []);
    this.watched.clear();
    return all;
  }

  private isDue({ writtenAt }: Watched, now: number): boolean {
    return Math.abs(now - writtenAt) >= this.intervalMs;
  }
}
