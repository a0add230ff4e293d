import { Backtest } from '@/lib/domain/geofence/backtest';
import type { LoggedFix } from '@/lib/domain/geofence/backtest-log';
import type { FalseExit, Outcome, Stay } from '@/lib/domain/geofence/backtest-outcome';
import { type NoSuggestion, type Suggestion, suggestRadius } from '@/lib/domain/geofence/backtest-suggest';
import { type Variant, type VariantKind, variantsOf } from '@/lib/domain/geofence/backtest-variants';
import type { FoldEvent } from '@/lib/domain/geofence/fold-output';
import { readNewZone, type ZoneFields } from '@/lib/domain/geofence/zone-input';
import type { User } from '@/lib/domain/model';
import type { UserStore } from '@/lib/storage/ports';
import type { PastDevice, PastStore } from '@/lib/storage/ports/backtest';
import type { FalseAlarm, FeedbackStore } from '@/lib/storage/ports/feedback';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, ServiceError } from './errors';
import { breathe, pastFixes } from './past-fixes';

export const DEFAULT_DAYS = 30;
export const MAX_DAYS = 366;
/** Fixes looked at in all; of devices with more than their share, only the newest. What others leave of theirs is shared out. */
export const MAX_FIXES = 200_000;
/** Of the events, stays and likely false exits of each variant, the newest so many are named; the totals count all. */
export const MAX_LISTED = 100;
/** At the same time, by different people. */
const MAX_RUNNING = 8;

const DAY_MS = 86_400_000;

export interface Totals {
  events: number;
  stays: number;
  likely_false_exits: number;
  brief_stays: number;
  inside_seconds: number;
}

export interface VariantReport {
  kind: VariantKind;
  /** Null where the zone is not a circle. */
  radius_meters: number | null;
  /** Size against the chosen one. */
  scale: number;
  /** Newest first, as the lists that follow. */
  events: FoldEvent[];
  stays: (Stay & { fixes: LoggedFix[] })[];
  likely_false_exits: (FalseExit & { fixes: LoggedFix[] })[];
  totals: Totals & { devices: ({ device_id: number } & Totals)[] };
}

export interface BacktestReport {
  from: number;
  to: number;
  fixes: number;
  /** `from` is later than that of the whole where a device has more fixes than its share. */
  devices: { device_id: number; device_name: string; fixes: number; from: number }[];
  variants: VariantReport[];
  suggestion: Suggestion | null;
  /** Why there is no suggestion. */
  suggestion_reason: NoSuggestion | null;
}

export interface BacktestDependencies {
  store: PastStore;
  feedback: Pick<FeedbackStore, 'falseAlarms'>;
  users: Pick<UserStore, 'find'>;
  audit: Pick<AuditService, 'noteRead'>;
  clock: Clock;
}

interface Tried {
  device: PastDevice;
  fixes: number;
  from: number;
  /** One for each variant. */
  outcomes: Outcome[];
}

/** What a zone that is still being drawn would have told in the past. Nothing is stored. */
export class BacktestService {
  private readonly running = new Map<number, AbortController>();

  constructor(private readonly the: BacktestDependencies) {}

  /**
   * Folds the fixes of the last `days` of the draft's devices, in slices between which other requests have their turn.
   * A newer call of the same person takes the place of one that is still running, which then ends with RATE_LIMITED.
   * @param input as for a new zone; it needs no name
   * @param days 1–366
   * @param geofence_id the zone as it is stored: what people called a false alarm of it counts; null: it is a new one
   * @throws ServiceError VALIDATION_ERROR by field, ACCESS_DENIED for a user who names another owner, RATE_LIMITED
   */
  async run(
    actor: User,
    input: unknown,
    days = DEFAULT_DAYS,
    geofence_id: string | null = null,
    signal?: AbortSignal,
  ): Promise<BacktestReport> {
    const draft = await this.read(actor, input);
    const devices = await this.the.store.devicesOf(draft.owner_id, draft.device_id);
    if (draft.device_id !== null && devices.length === 0) {
      throw invalid({ device_id: `device_id is ${draft.device_id}; it must be a device of the owner` });
    }
    await this.the.audit.noteRead(actor, 'device_history', '*', [draft.owner_id]);
    const turn = this.takeTurn(actor);
    try {
      const stop = signal ? AbortSignal.any([turn.signal, signal]) : turn.signal;
      return await this.tryAll(variantsOf(draft), devices, days, geofence_id, stop);
    } finally {
      if (this.running.get(actor.id) === turn) this.running.delete(actor.id);
    }
  }

  private async read(actor: User, input: unknown): Promise<ZoneFields> {
    // Name and description have no part in it, and are often not yet right.
    const fields = typeof input === 'object' && input !== null ? { ...input, name: 'Draft', description: null } : input;
    const read = readNewZone(fields, actor.id);
    if ('problems' in read) throw invalid(read.problems);
    const { owner_id } = read.fields;
    if (owner_id === actor.id) return read.fields;
    if (actor.role !== 'admin') throw accessDenied('only an admin may look at the past of somebody else');
    if (!(await this.the.users.find(owner_id))) throw invalid({ owner_id: `owner_id is ${owner_id}; there is no such user` });
    return read.fields;
  }

  private takeTurn(actor: User): AbortController {
    const before = this.running.get(actor.id);
    before?.abort();
    if (!before && this.running.size >= MAX_RUNNING) {
      throw new ServiceError('RATE_LIMITED', 'too many back-tests at once; wait 5 seconds', { retry_after_seconds: 5 });
    }
    const turn = new AbortController();
    this.running.set(actor.id, turn);
    return turn;
  }

  private async tryAll(
    variants: Variant[],
    devices: PastDevice[],
    days: number,
    geofence_id: string | null,
    stop: AbortSignal,
  ): Promise<BacktestReport> {
    const until = this.the.clock();
    const from = until - days * DAY_MS;
    const reported = geofence_id === null ? [] : await this.the.feedback.falseAlarms(geofence_id, from, until);
    const reaches = await this.reaches(devices, from, until, stop);
    const tried: Tried[] = [];
    for (const device of devices) {
      const span = { from: reaches.get(device.id) ?? from, until };
      tried.push(await this.tryOne(variants, device, span, reported, stop));
    }
    const fixes = tried.reduce((sum, each) => sum + each.fixes, 0);
    const outcomes = variants.map((variant, i) => ({ variant, outcomes: tried.map((each) => each.outcomes[i] as Outcome) }));
    const suggested = suggestRadius(outcomes, fixes);
    return {
      from,
      to: until,
      fixes,
      devices: tried.map(({ device, ...rest }) => ({
        device_id: device.id,
        device_name: device.name,
        fixes: rest.fixes,
        from: rest.from,
      })),
      variants: outcomes.flatMap(({ variant, outcomes: of }) =>
        variant.kind ? [reportOf(variant, variant.kind, of, tried)] : [],
      ),
      suggestion: typeof suggested === 'string' ? null : suggested,
      suggestion_reason: typeof suggested === 'string' ? suggested : null,
    };
  }

  /** From when on each device's fixes are looked at. Those with few come first, so that the others know what is left. */
  private async reaches(devices: PastDevice[], from: number, until: number, stop: AbortSignal): Promise<Map<number, number>> {
    const counted: { id: number; fixes: number }[] = [];
    for (const { id } of devices) {
      counted.push({ id, fixes: await this.the.store.fixesWithin(id, from, until, MAX_FIXES) });
      await breathe();
      mustGoOn(stop);
    }
    const reaches = new Map<number, number>();
    let left = MAX_FIXES;
    for (const [i, { id, fixes }] of counted.sort((a, b) => a.fixes - b.fixes).entries()) {
      const share = Math.floor(left / (counted.length - i));
      reaches.set(id, fixes > share ? await this.the.store.reachOf(id, from, until, share) : from);
      left -= Math.min(fixes, share);
    }
    return reaches;
  }

  private async tryOne(
    variants: Variant[],
    device: PastDevice,
    span: { from: number; until: number },
    reported: readonly FalseAlarm[],
    stop: AbortSignal,
  ): Promise<Tried> {
    const own = reported.filter(({ device_id }) => device_id === device.id);
    const test = new Backtest(variants, device, span.from, own);
    for await (const slice of pastFixes(this.the.store, device.id, span)) {
      mustGoOn(stop);
      test.take(slice);
    }
    const outcomes: Outcome[] = [];
    for (const outcome of test.finish(span.until)) {
      outcomes.push(outcome);
      await breathe();
      mustGoOn(stop);
    }
    return { device, fixes: test.fixes, from: span.from, outcomes };
  }
}

const invalid = (problems: Record<string, string>) =>
  new ServiceError('VALIDATION_ERROR', Object.values(problems)[0] ?? 'the zone is not valid', problems);

function mustGoOn(stop: AbortSignal): void {
  if (stop.aborted)
    throw new ServiceError('RATE_LIMITED', 'a newer back-test took the place of this one', { retry_after_seconds: 1 });
}

function reportOf(variant: Variant, kind: VariantKind, outcomes: readonly Outcome[], tried: readonly Tried[]): VariantReport {
  const devices = outcomes.map((outcome, i) => ({ device_id: (tried[i] as Tried).device.id, ...totalsOf([outcome]) }));
  const listed = <T extends object>(of: (outcome: Outcome) => T[], at: (item: T) => number) =>
    outcomes
      .flatMap((outcome) => of(outcome).map((item) => ({ item, outcome })))
      .sort((a, b) => at(b.item) - at(a.item))
      .slice(0, MAX_LISTED);
  const startOf = ({ entered_at }: Stay) => entered_at ?? 0;
  return {
    kind,
    radius_meters: variant.geofence.radius_meters,
    scale: variant.scale,
    events: listed(
      ({ events }) => events,
      ({ occurred_at }) => occurred_at,
    ).map(({ item }) => item),
    stays: listed(({ stays }) => stays, startOf).map(({ item, outcome }) => ({ ...item, fixes: outcome.fixesOf(item) })),
    likely_false_exits: listed(
      ({ false_exits }) => false_exits,
      ({ left_at }) => left_at,
    ).map(({ item, outcome }) => ({
      ...item,
      fixes: outcome.fixesOf(item),
    })),
    totals: { ...totalsOf(outcomes), devices },
  };
}

function totalsOf(outcomes: readonly Outcome[]): Totals {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  return {
    events: sum(({ events }) => events.length),
    stays: sum(({ stays }) => stays.length),
    likely_false_exits: sum(({ false_exits }) => false_exits.length),
    brief_stays: sum(({ brief_stays }) => brief_stays),
    inside_seconds: sum(({ stays }) => stays.reduce((seconds, stay) => seconds + stay.seconds, 0)),
  };
}
