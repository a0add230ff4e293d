import { PASSWORD, testApi } from '@/__tests__/support/api';

const MINUTE = 60_000;

// A new password and an unknown name cost what a real key derivation costs.
jest.setTimeout(30_000);

/** Verifies the password and counts how often it was let try. */
async function setUp() {
  const { services, time, owner, admin } = await testApi();
  let tries = 0;
  const verify = async (name: string, password: string) => {
    const found = await services.basic.verify(name, password, async () => {
      tries += 1;
    });
    return found?.user.id ?? null;
  };
  return { services, time, owner, admin, verify, tries: () => tries };
}

describe('a password that comes with each request', () => {
  test('is tried once in five minutes, whichever letters the name is written in', async () => {
    const { verify, tries, time, owner } = await setUp();
    for (let n = 0; n < 5; n++) expect(await verify(n % 2 ? ' OTTO ' : 'otto', PASSWORD)).toBe(owner.user.id);
    expect(tries()).toBe(1);
    time.now += 5 * MINUTE - 1;
    expect(await verify('otto', PASSWORD)).toBe(owner.user.id);
    expect(tries()).toBe(1);
    time.now += 1;
    expect(await verify('otto', PASSWORD)).toBe(owner.user.id);
    expect(tries()).toBe(2);
  });

  test('is remembered for its own name only, and a wrong one never', async () => {
    const { verify, tries, owner } = await setUp();
    expect(await verify('otto', PASSWORD)).toBe(owner.user.id);
    expect(await verify('nobody', PASSWORD)).toBeNull();
    for (let n = 0; n < 3; n++) expect(await verify('otto', 'wrong')).toBeNull();
    expect(tries()).toBe(5);
  });

  test('does not outlive itself: the old one is wrong as soon as there is a new one', async () => {
    const { verify, services, owner } = await setUp();
    expect(await verify('otto', PASSWORD)).toBe(owner.user.id);
    await services.users.changePassword(owner.user, PASSWORD, 'another password');
    expect(await verify('otto', PASSWORD)).toBeNull();
    expect(await verify('otto', 'another password')).toBe(owner.user.id);
  });

  test('shows what has become of the person meanwhile', async () => {
    const { verify, services, owner, admin } = await setUp();
    expect(await verify('otto', PASSWORD)).toBe(owner.user.id);
    await services.users.update(admin.user, owner.user.id, { role: 'admin' });
    const found = await services.basic.verify('otto', PASSWORD, async () => undefined);
    expect(found?.user.role).toBe('admin');
  });

  test('is not tried when that is refused', async () => {
    const { services } = await setUp();
    const refused = services.basic.verify('otto', PASSWORD, async () => {
      throw new Error('too many');
    });
    await expect(refused).rejects.toThrow('too many');
    // And a refusal is not kept.
    expect(await services.basic.verify('otto', PASSWORD, async () => undefined)).not.toBeNull();
  });
});
