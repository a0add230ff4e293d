import { redirect } from 'next/navigation';
import { getServer } from './server';
import { currentUser } from './session';

/** Leads everybody to where they belong: a fresh installation to its setup, people to the map, strangers to the door. */
export default async function Home(): Promise<never> {
  if (await currentUser()) redirect('/map');
  redirect((await getServer().services.setup.isNeeded()) ? '/setup' : '/sign-in');
}
