import { hashPassword, verifyPassword } from '@/lib/services/passwords';

const CHEAP = { N: 1024, r: 8, p: 1 };

describe('user passwords', () => {
  test('the right one is right, others are not', async () => {
    const hash = await hashPassword('pass wörd', CHEAP);
    expect(await verifyPassword('pass wörd', hash)).toBe(true);
    for (const wrong of ['', 'pass word', 'pass wörd ', 'Pass wörd']) expect(await verifyPassword(wrong, hash)).toBe(false);
  });

  test('the same letters typed on another system are the same password', async () => {
    expect(await verifyPassword('wo\u0308rd', await hashPassword('w\u00f6rd', CHEAP))).toBe(true);
  });

  test('each hash has its own salt and says its cost, which is that of OWASP’s advice', async () => {
    const [one, two] = await Promise.all([hashPassword('same'), hashPassword('same')]);
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('same', one)).toBe(true);
  });

  test('nothing is the password of an unknown user, and finding that out is as much work', async () => {
    await verifyPassword('warm up', null);
    const known = await hashPassword('x');
    const timeOf = async (stored: string | null) => {
      const started = process.cpuUsage();
      expect(await verifyPassword('anything', stored)).toBe(false);
      const { user, system } = process.cpuUsage(started);
      return user + system;
    };
    const [unknownUser, knownUser] = [await timeOf(null), await timeOf(known)];
    expect(unknownUser / knownUser).toBeGreaterThan(0.3);
    expect(unknownUser / knownUser).toBeLessThan(3);
  });

  test('a stored value of another kind is nobody’s password', async () => {
    for (const stored of ['', 'plain', 'bcrypt$1$2$3$a$b', 'scrypt$1024$8$1$$']) {
      expect(await verifyPassword('plain', stored)).toBe(false);
    }
  });
});
