import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { userOfCookies } from '@/lib/adapters/http/session';
import type { Role, User } from '@/lib/domain/model';
import { getServer } from './server';

/** The signed-in user of the page being rendered, looked up once for each request; null for a stranger. */
export const currentUser = cache(async (): Promise<User | null> => {
  const cookie = (await headers()).get('cookie');
  return userOfCookies(getServer(), cookie);
});

/** As `currentUser`; sends a stranger to the sign-in page and a user without the role to the map. */
export async function requireUser(role?: Role): Promise<User> {
  const user = await currentUser();
  if (!user) redirect('/sign-in');
  if (role === 'admin' && user.role !== 'admin') redirect('/map');
  return user;
}
