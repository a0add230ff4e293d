/** Why a message was refused, in few enough kinds that each has words and advice of its own. */
export type RejectionCode =
  | 'no_key'
  | 'wrong_key'
  | 'unknown_device'
  | 'unreadable'
  | 'no_type'
  | 'unknown_type'
  | 'no_place'
  | 'incomplete'
  | 'refused_by_database'
  | 'other';

/** The reasons are texts with values in them, made where the message was refused; the first that matches tells the kind. */
const PATTERNS: readonly (readonly [RegExp, RejectionCode])[] = [
  [/^encrypted, no key$/, 'no_key'],
  [/^encrypted, the key of the device does not open it$/, 'wrong_key'],
  [/^no device has this topic$/, 'unknown_device'],
  [/^neither JSON nor|, not a JSON object$|^members nested deeper|^encrypted twice$/, 'unreadable'],
  [/^no _type$/, 'no_type'],
  [/^unknown _type/, 'unknown_type'],
  [/^location without a usable|^lat is|^lon is/, 'no_place'],
  [/^transition with event|^waypoints? without/, 'incomplete'],
  [/^the database refuses/, 'refused_by_database'],
];

/** All kinds, in the order in which they are offered. */
export const REJECTION_CODES: readonly RejectionCode[] = [...new Set(PATTERNS.map(([, code]) => code)), 'other'];

export function rejectionCode(reason: string): RejectionCode {
  return PATTERNS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other';
}
