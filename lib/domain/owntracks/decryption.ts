import type { DecryptFailure, DeviceActivity } from '@/lib/domain/model';

/**
 * Why messages of a device can't be read now, or null: an earlier failure is over once one was opened, or, where the device has
 * no key, once one came that could be read as it is.
 */
export function presentFailure(
  {
    last_decrypt_failure,
    last_decrypt_failure_at,
    last_decrypted_at,
    last_seen_at,
  }: Pick<DeviceActivity, 'last_decrypt_failure' | 'last_decrypt_failure_at' | 'last_decrypted_at' | 'last_seen_at'>,
  hasKey: boolean,
): DecryptFailure | null {
  const readAt = hasKey ? last_decrypted_at : last_seen_at;
  return (last_decrypt_failure_at ?? 0) > (readAt ?? 0) ? last_decrypt_failure : null;
}
