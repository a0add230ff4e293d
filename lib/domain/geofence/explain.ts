import type { Fix, PhoneTransition } from '@/lib/domain/model';
import { DeviceFold } from './device-fold';
import { type ExplainedStep, fixStep, type Happened, phoneStep, timerStep } from './explain-step';
import { inOrder } from './fold-device';
import { GENESIS, type Snapshot } from './snapshot';
import type { Zone } from './zone';
import type { ZoneSet } from './zone-set';

export interface ExplainInput {
  /** Holds `zone`, and for a group its members. */
  zones: ZoneSet;
  zone: Zone;
  device: { id: number; owner_id: number };
  /** What the fold remembered at a moment before `from`; null: it begins with the device's first fix. */
  start: { snapshot: Snapshot; cursor: number } | null;
  /** Those after the start, in the order of their time, ties by id. */
  fixes: readonly Fix[];
  transitions: readonly PhoneTransition[];
  /** The part to explain, by the phone's time (epoch ms, both included); what is before is folded without a word. */
  from: number;
  until: number;
}

/**
 * Runs the engine's own fold over a piece of the past and writes down what it saw and decided for one zone at each step:
 * fixes, timers, the phone's words. Pure; what it says is what the engine did, because it is the same fold.
 */
export function explain({ zones, zone, device, start, fixes, transitions, from, until }: ExplainInput): ExplainedStep[] {
  const fold = new DeviceFold(zones, device, start?.snapshot ?? GENESIS, start?.cursor ?? null);
  const told = new Happenings(fold, zone.geofence.id);
  const steps: ExplainedStep[] = [];
  const tell = (step: (happened: Happened) => ExplainedStep, at: number) => {
    const happened = told.since();
    if (at >= from && at <= until) steps.push(step(happened));
  };
  const ripenBefore = (at: number) => {
    for (let due = fold.dueOf(zone); due <= at; due = fold.dueOf(zone)) {
      fold.ripenUntil(due);
      tell((happened) => timerStep(due, fold, zone, happened), due);
    }
  };
  for (const item of inOrder({ fixes, transitions })) {
    if (item.occurred_at > until) break;
    ripenBefore(item.occurred_at);
    if ('region' in item) {
      fold.hear(item);
      tell((happened) => phoneStep(item, fold, zone, happened), item.occurred_at);
    } else {
      fold.take(item);
      tell((happened) => fixStep(item, fold, zone, happened), item.occurred_at);
    }
  }
  ripenBefore(until);
  return steps;
}

/** What a fold said of one zone since it was last asked. */
class Happenings {
  private events = 0;
  private retractions = 0;
  private amendments = 0;

  constructor(
    private readonly fold: DeviceFold,
    private readonly geofenceId: string,
  ) {}

  since(): Happened {
    const { events, retractions, amendments } = this.fold.output;
    const happened = {
      events: events.slice(this.events).flatMap(({ event }) => (event.geofence_id === this.geofenceId ? [event] : [])),
      retractions: retractions.slice(this.retractions).filter(({ key }) => key.geofence_id === this.geofenceId),
      amendments: amendments.slice(this.amendments).filter(({ key }) => key.geofence_id === this.geofenceId),
    };
    this.events = events.length;
    this.retractions = retractions.length;
    this.amendments = amendments.length;
    return happened;
  }
}
