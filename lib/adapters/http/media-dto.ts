import type { MediaRow } from '@/lib/storage/ports';
import { iso } from './dto';

/** Without the name of its file on the disk. */
export const mediaDto = ({ sha256: _sha256, ...media }: MediaRow) => ({
  ...media,
  occurred_at: iso(media.occurred_at),
  received_at: iso(media.received_at),
});
export type MediaDto = ReturnType<typeof mediaDto>;
