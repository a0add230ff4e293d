import type { PublishState, PublishStep, PublishView } from '@/lib/domain/notify/mqtt-publish';

/** As the API answers: times in ISO 8601. */
export interface PublishDto {
  mqtt_publish: Omit<PublishView, 'updated_at'> & { updated_at: string | null };
  state: StateDto | null;
}

export type StateDto = Omit<PublishState, 'last_published_at'> & { last_published_at: string | null };

export interface EntityDto {
  topic: string;
  component: 'device_tracker' | 'binary_sensor' | 'sensor';
  device_id: number;
  device_name: string;
  /** Null: it is named like its device. */
  name: string | null;
}

export interface TestDto {
  ok: boolean;
  steps: PublishStep[];
}

/** Where a person's programs can read. */
export interface ReadingDto {
  is_enabled: boolean;
  event_topic: string;
  state_topic: string;
  is_embedded: boolean;
}

export interface PersonOption {
  id: number;
  name: string;
}
