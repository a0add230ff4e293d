import type { BeaconSighting, DeviceReport, PhoneTransition, StepCount } from '@/lib/domain/model';
import type { RejectedPage } from '@/lib/services/rejected';
import { iso } from './dto';

export const stepCountDto = ({ device_id: _device, from_at, to_at, ...count }: StepCount) => ({
  ...count,
  from: iso(from_at),
  to: iso(to_at),
  received_at: iso(count.received_at),
});

/** Null: the phone has not told them. */
export const settingsDto = (report: DeviceReport | null) =>
  report && { settings: report.payload, received_at: iso(report.received_at) };

export const sightingDto = (sighting: BeaconSighting) => ({
  ...sighting,
  first_at: iso(sighting.first_at),
  last_at: iso(sighting.last_at),
});

export const phoneTransitionDto = (transition: PhoneTransition) => ({
  ...transition,
  region_created_at: iso(transition.region_created_at),
  occurred_at: iso(transition.occurred_at),
  received_at: iso(transition.received_at),
});

export const rejectedDto = ({ owner_id: _owner, ...message }: RejectedPage['rejected'][number]) => ({
  ...message,
  received_at: iso(message.received_at),
});

export const rejectedPageDto = ({ rejected, ...page }: RejectedPage) => ({ rejected: rejected.map(rejectedDto), ...page });
