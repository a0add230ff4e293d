import type { RejectedMessage } from '@/lib/domain/model';

/** With whose device it is meant to be; null where no device has its topic. */
export type RejectedRow = RejectedMessage & { device_name: string | null; owner_id: number | null; owner_name: string | null };

export interface RejectedStore {
  /** Newest first; those of all devices where the filter names none. The table itself is bounded. */
  list(filter: { device_id?: number; user_id?: number }, limit?: number): Promise<RejectedRow[]>;
}
