import { presentFailure } from '@/lib/domain/owntracks/decryption';
import { rejectionCode } from '@/lib/domain/owntracks/rejection';

const activity = (more: Partial<Parameters<typeof presentFailure>[0]>) => ({
  ...{ last_decrypt_failure: 'wrong_key' as const, last_decrypt_failure_at: 100, last_decrypted_at: null, last_seen_at: null },
  ...more,
});

describe('whether messages can be read now', () => {
  test.each([
    ['a failure and nothing since', activity({}), true, 'wrong_key'],
    ['opened again since', activity({ last_decrypted_at: 101 }), true, null],
    ['opened before it', activity({ last_decrypted_at: 99 }), true, 'wrong_key'],
    ['an old sign of life does not count where there is a key', activity({ last_seen_at: 101 }), true, 'wrong_key'],
    ['encryption turned off on the phone', activity({ last_decrypt_failure: 'no_key', last_seen_at: 101 }), false, null],
    ['still encrypted', activity({ last_decrypt_failure: 'no_key', last_seen_at: 50 }), false, 'no_key'],
    ['never', activity({ last_decrypt_failure: null, last_decrypt_failure_at: null }), true, null],
  ])('%s', (_name, patch, hasKey, expected) => expect(presentFailure(patch, hasKey)).toBe(expected));
});

describe('the kind of a rejection', () => {
  test.each([
    ['encrypted, no key', 'no_key'],
    ['location without a usable lat and lon', 'no_place'],
    ['lon is 181; it must be -180–180', 'no_place'],
    ['null, not a JSON object', 'unreadable'],
    ['unknown _type "x"', 'unknown_type'],
    ['transition with event missing; it must be enter or leave', 'incomplete'],
    ['waypoints without a list of waypoints', 'incomplete'],
    ['the database refuses the fix: too big', 'refused_by_database'],
    ['said a later version', 'other'],
  ])('%s: %s', (reason, code) => expect(rejectionCode(reason)).toBe(code));
});
