import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { signInHref } from '@/components/auth/callback';
import { PATH_HEADER } from '@/lib/adapters/http/origin';
import { userOfCookies } from '@/lib/adapters/http/session';
import type { Role, User } from '@/lib/domain/model';
import { getServer } from './server';

/** The signed-in user of the page being rendered, looked up once for each request; null for a stranger. */
export const currentUser = cache(async (): Promise<User | null> => {
  const cookie = (await headers()).get('cookie');
  return userOfCookies(getServer(), cookie);
});

/** As `currentUser`; sends a stranger to the sign-in page, from where they come back, and a user without the role to the map. */
export async function requireUser(role?: Role): Promise<User> {
  const user = await currentUser();
  if (!user) {
    const head = await headers();
    redirect(signInHref(head.get(PATH_HEADER), /session-token=/.test(head.get('cookie') ?? '')));
  }
  if (role === 'admin' && user.role !== 'admin') redirect('/map');
  return user;
}
