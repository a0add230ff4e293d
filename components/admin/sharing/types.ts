/** A share as the API answers it. */
export interface ShareDto {
  id: string;
  owner_name: string;
  viewer_name: string;
  viewer_handle: string;
  device_id: number | null;
  /** Null: all devices of the owner. */
  device_name: string | null;
  with_history: boolean;
  until: string | null;
  direction: 'given' | 'received';
  is_active: boolean;
}

/** An own device that can be shared. */
export interface Shareable {
  id: number;
  name: string;
}
