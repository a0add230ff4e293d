import type { Fix } from '@/lib/domain/model';
import { effectiveAccuracy } from './confidence';

/** One fix of the log. */
export interface LoggedFix {
  at: number;
  latitude: number;
  longitude: number;
  /** Radius of the 68 % circle, metres. */
  accuracy: number;
}

/** The fixes of one device in the order of their time, in little memory, found by time. */
export class FixLog {
  private readonly times: number[] = [];
  private readonly latitudes: number[] = [];
  private readonly longitudes: number[] = [];
  private readonly accuracies: number[] = [];

  get length(): number {
    return this.times.length;
  }

  add({ occurred_at, latitude, longitude, accuracy }: Fix): void {
    this.times.push(occurred_at);
    this.latitudes.push(latitude);
    this.longitudes.push(longitude);
    this.accuracies.push(effectiveAccuracy(accuracy));
  }

  /** Those with `from ≤ at < to`. @param most beyond that many, evenly thinned */
  between(from: number, to: number, most = Number.POSITIVE_INFINITY): LoggedFix[] {
    const first = this.indexOf(from);
    const count = this.indexOf(to) - first;
    const taken = Math.min(count, most);
    return Array.from({ length: taken }, (_, i) => this.fixAt(first + Math.floor((i * count) / taken)));
  }

  private fixAt(index: number): LoggedFix {
    return {
      at: this.times[index] as number,
      latitude: this.latitudes[index] as number,
      longitude: this.longitudes[index] as number,
      accuracy: this.accuracies[index] as number,
    };
  }

  /** The first fix not before a moment; the length where there is none. */
  private indexOf(at: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] as number) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
