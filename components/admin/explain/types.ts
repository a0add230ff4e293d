import type { MapZone } from '@/components/map/types';
import type { Finding as DomainFinding } from '@/lib/domain/geofence/explain-findings';
import type { FixStep as DomainFix, Outcome, PhoneStep, TimerStep } from '@/lib/domain/geofence/explain-step';
import type { Channel, DeliveryState, ShapeType } from '@/lib/domain/model';
import type { EventDto } from '../types';

/** What the API answers: as the domain says it, with times in ISO 8601. */

interface OutcomeDto extends Omit<Outcome, 'decided' | 'taken_back' | 'crossing_since' | 'pending' | 'dwell_due'> {
  at: string;
  skipped_before: number;
  decided: (Omit<Outcome['decided'][number], 'occurred_at'> & { occurred_at: string })[];
  taken_back: (Omit<Outcome['taken_back'][number], 'occurred_at'> & { occurred_at: string })[];
  crossing_since: string | null;
  pending: { event_type: 'enter' | 'exit'; at: string; due: string } | null;
  dwell_due: string | null;
}

export type FixStepDto = Omit<DomainFix, keyof Outcome | 'at' | 'received_at'> & OutcomeDto & { received_at: string };
export type StepDto =
  | FixStepDto
  | (Omit<TimerStep, keyof Outcome | 'at'> & OutcomeDto)
  | (Omit<PhoneStep, keyof Outcome | 'at' | 'received_at'> & OutcomeDto & { received_at: string });

export interface FindingDto {
  code: DomainFinding['code'];
  [value: string]: string | number | null;
}

export interface DeliveryDto {
  id: number;
  user_name: string;
  channel: Channel;
  target_id: string | null;
  target_name: string | null;
  state: DeliveryState;
  reason: string | null;
  attempts: number;
  next_attempt_at: string;
  created_at: string;
  finished_at: string | null;
  opened_at: string | null;
  tries: { at: string; outcome: 'sent' | 'transient' | 'permanent'; response: string }[];
}

export type ToldEventDto = EventDto & { deliveries: DeliveryDto[] };

type Area = Omit<MapZone, 'shape_type'>;

export interface ExplanationDto {
  geofence: Area & { shape_type: ShapeType; hysteresis_meters: number };
  members: (Area & { shape_type: ShapeType })[];
  device: { id: number; name: string; color: string };
  from: string;
  to: string;
  fixes: number;
  steps: StepDto[];
  findings: FindingDto[];
  events: ToldEventDto[];
  is_earlier_form: boolean;
  is_whole: boolean;
}

export type ExplainedEventDto = EventDto & { replaced_by_id: number | null };
