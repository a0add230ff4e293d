import type { ShareView } from '@/lib/services/shares';
import { iso } from './dto';

export const shareDto = (share: ShareView) => ({ ...share, until: iso(share.until), created_at: iso(share.created_at) });
export type ShareDto = ReturnType<typeof shareDto>;
