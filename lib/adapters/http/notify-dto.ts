import type { PreferenceView } from '@/lib/services/notify-preferences';
import type { RecipientRow } from '@/lib/storage/ports/notify-preferences';
import { iso } from './dto';

/** `updated_at` null: nothing was decided yet. */
export const preferenceDto = (preference: PreferenceView) => ({ ...preference, updated_at: iso(preference.updated_at) });

export const recipientDto = (recipient: RecipientRow) => ({ ...recipient, created_at: iso(recipient.created_at) });
