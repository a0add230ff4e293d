import type { Role } from '../model';

/** As much of a delivery as tells of the way that it took. */
interface OnTheWay {
  user_id: number;
  target_id: string | null;
  target_name: string | null;
  reason: string | null;
  tries: readonly { response: string }[];
}

/** Our own reasons are words; all else was said by a server. */
const OWN_REASON = /^[a-z_]+$/;

/**
 * A delivery as somebody sees it: which webhook or browser it went to, and what that one's server said, are its recipient's and,
 * as all is, an admin's to know.
 */
export function seenWay<T extends OnTheWay>(delivery: T, reader: { id: number; role: Role }): T {
  const { user_id, target_id, reason } = delivery;
  if (target_id === null || user_id === reader.id || reader.role === 'admin') return delivery;
  return {
    ...delivery,
    target_id: null,
    target_name: null,
    reason: reason !== null && OWN_REASON.test(reason) ? reason : null,
    tries: delivery.tries.map((attempt) => ({ ...attempt, response: '' })),
  };
}
