import { inOwnWords } from '@/components/admin/own-words';
import { ApiError } from '@/components/common/api';

describe('an error in own words', () => {
  const refused = new ApiError(422, 'VALIDATION_ERROR', 'email x', { email: 'email x', name: 'name y' });

  test('the field is said anew, the others stay', () => {
    expect((inOwnWords(refused, 'email', 'Schon vergeben') as ApiError).details).toEqual({
      email: 'Schon vergeben',
      name: 'name y',
    });
  });

  test('errors of other fields and of other kinds stay as they are', () => {
    const other = new Error('x');
    expect([inOwnWords(refused, 'role', 'x'), inOwnWords(other, 'email', 'x')]).toEqual([refused, other]);
  });
});
