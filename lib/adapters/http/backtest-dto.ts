import type { LoggedFix } from '@/lib/domain/geofence/backtest-log';
import type { FoldEvent } from '@/lib/domain/geofence/fold-output';
import type { BacktestReport, VariantReport } from '@/lib/services/backtest';
import type { Reconstructed } from '@/lib/services/reconstruct';
import { iso } from './dto';

const fixDto = ({ at, ...fix }: LoggedFix) => ({ ...fix, occurred_at: iso(at) });

/** What tells a tried event; all else of it is of the engine. */
const triedEventDto = ({
  device_id,
  event_type,
  occurred_at,
  latitude,
  longitude,
  accuracy,
  confidence,
  stay_seconds,
}: FoldEvent) => ({
  device_id,
  event_type,
  occurred_at: iso(occurred_at),
  latitude,
  longitude,
  accuracy,
  confidence,
  stay_seconds,
});

const variantDto = (variant: VariantReport) => ({
  ...variant,
  events: variant.events.map(triedEventDto),
  stays: variant.stays.map(({ entered_at, left_at, fixes, ...stay }) => ({
    ...stay,
    entered_at: iso(entered_at),
    left_at: iso(left_at),
    fixes: fixes.map(fixDto),
  })),
  likely_false_exits: variant.likely_false_exits.map(({ left_at, other_at, fixes, ...exit }) => ({
    ...exit,
    left_at: iso(left_at),
    other_at: iso(other_at),
    fixes: fixes.map(fixDto),
  })),
});
export type BacktestVariantDto = ReturnType<typeof variantDto>;

export const backtestDto = (report: BacktestReport) => ({
  ...report,
  from: iso(report.from),
  to: iso(report.to),
  devices: report.devices.map((device) => ({ ...device, from: iso(device.from) })),
  variants: report.variants.map(variantDto),
});
export type BacktestDto = ReturnType<typeof backtestDto>;

export const reconstructedDto = (done: Reconstructed) => ({ ...done, from: iso(done.from) });
