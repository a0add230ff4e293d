import type { ExplainedStep } from '@/lib/domain/geofence/explain-step';
import type { Explanation } from '@/lib/services/explain';
import { iso } from './dto';
import { eventDto } from './zone-dto';

const outcomeDto = ({ decided, taken_back, crossing_since, pending, dwell_due }: ExplainedStep) => ({
  decided: decided.map((event) => ({ ...event, occurred_at: iso(event.occurred_at) })),
  taken_back: taken_back.map((event) => ({ ...event, occurred_at: iso(event.occurred_at) })),
  crossing_since: iso(crossing_since),
  pending: pending && { ...pending, at: iso(pending.at), due: iso(pending.due) },
  dwell_due: iso(dwell_due),
});

function stepDto(step: Explanation['steps'][number]) {
  const rest = { at: iso(step.at), ...outcomeDto(step) };
  return step.kind === 'timer' ? { ...step, ...rest } : { ...step, ...rest, received_at: iso(step.received_at) };
}

/** Times of findings have names of their own. */
const TIMES = ['last_fix_at', 'judged_since', 'due', 'at', 'occurred_at'] as const;

function findingDto(finding: Explanation['findings'][number]) {
  const values: Record<string, string | number | null> = { ...finding };
  for (const name of TIMES) if (typeof values[name] === 'number') values[name] = iso(values[name]);
  return { ...values, code: finding.code };
}

const deliveryDto = (delivery: Explanation['events'][number]['deliveries'][number]) => ({
  ...delivery,
  next_attempt_at: iso(delivery.next_attempt_at),
  created_at: iso(delivery.created_at),
  finished_at: iso(delivery.finished_at),
  opened_at: iso(delivery.opened_at),
  tries: delivery.tries.map((attempt) => ({ ...attempt, at: iso(attempt.at) })),
});

/** What a map draws of a zone, and whose it is. */
const AREA = [
  ...(['id', 'name', 'description', 'shape_type', 'center_latitude', 'center_longitude', 'radius_meters'] as const),
  ...(['geometry', 'color', 'is_active', 'owner_id', 'device_id'] as const),
];

type Area = Pick<Explanation['geofence'], (typeof AREA)[number]>;

const areaDto = (zone: Explanation['geofence']): Area =>
  Object.fromEntries(AREA.map((member) => [member, zone[member]])) as unknown as Area;

export const explanationDto = ({ geofence, members, steps, findings, events, from, until, ...rest }: Explanation) => ({
  geofence: { ...areaDto(geofence), hysteresis_meters: geofence.hysteresis_meters },
  members: members.map(areaDto),
  ...rest,
  from: iso(from),
  to: iso(until),
  steps: steps.map(stepDto),
  findings: findings.map(findingDto),
  events: events.map(({ deliveries, ...event }) => ({ ...eventDto(event), deliveries: deliveries.map(deliveryDto) })),
});
export type ExplanationDto = ReturnType<typeof explanationDto>;
