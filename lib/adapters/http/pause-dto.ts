import type { PauseRow } from '@/lib/storage/ports/pauses';
import { iso } from './dto';

/** `geofence_id` null: all mails. `until` null: for good. */
export const pauseDto = ({ user_id: _person, ...pause }: PauseRow) => ({
  ...pause,
  until: iso(pause.until),
  created_at: iso(pause.created_at),
});
