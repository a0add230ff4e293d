import type { DeviceReport, NewBeaconSighting, NewLocation, RejectedMessage, StepCount } from '@/lib/domain/model';
import type { NewPhoneTransition } from '@/lib/domain/owntracks/message';
import type { ActivityPatch, MediaChange } from '@/lib/storage/ports';

export type Done = (error?: Error) => void;

/** What waits for the next transaction, and whom to tell when it is made. */
export class PendingBatch {
  readonly locations: NewLocation[] = [];
  readonly transitions: NewPhoneTransition[] = [];
  readonly reports: DeviceReport[] = [];
  readonly rejected: Omit<RejectedMessage, 'id'>[] = [];
  readonly steps: StepCount[] = [];
  readonly sightings: NewBeaconSighting[] = [];
  readonly media: MediaChange[] = [];
  readonly done: Done[] = [];

  get isEmpty(): boolean {
    return this.done.length === 0 && this.rejected.length === 0 && this.sightings.length === 0;
  }
}

/** So few patches cost less than waiting would be worth. */
const FEW = 16;
/** More are written at most this often, in milliseconds. */
const INTERVAL_MS = 250;

/**
 * The devices' signs of life since they were last written: one patch for a device, however many messages it sent. Few
 * patches are due at once, many only after an interval, lest each transaction touches every device again.
 */
export class PendingActivity {
  readonly intervalMs = INTERVAL_MS;
  private readonly patches = new Map<number, ActivityPatch>();
  private writtenAt = 0;

  get isEmpty(): boolean {
    return this.patches.size === 0;
  }

  add(patch: ActivityPatch): void {
    const known = this.patches.get(patch.device_id);
    if (!known) {
      this.patches.set(patch.device_id, patch);
      return;
    }
    const seen = Math.max(known.last_seen_at ?? 0, patch.last_seen_at ?? 0);
    Object.assign(known, patch);
    if (seen > 0) known.last_seen_at = seen;
  }

  /** A sign of life; the hot path's short form of `add`. */
  seen(deviceId: number, at: number): void {
    const known = this.patches.get(deviceId);
    if (!known) this.patches.set(deviceId, { device_id: deviceId, last_seen_at: at });
    else if (!(known.last_seen_at && known.last_seen_at >= at)) known.last_seen_at = at;
  }

  isDue(now: number): boolean {
    return this.patches.size > 0 && (this.patches.size <= FEW || Math.abs(now - this.writtenAt) >= INTERVAL_MS);
  }

  all(): ActivityPatch[] {
    return [...this.patches.values()];
  }

  /** All of them are on the disk. */
  written(now: number): void {
    this.patches.clear();
    this.writtenAt = now;
  }
}
