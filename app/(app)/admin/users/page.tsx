import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { UsersPage } from '@/components/admin/users/users-page';
import { userDto } from '@/lib/adapters/http/dto';
import { viewerOf } from '../viewer';

export async function generateMetadata() {
  return { title: (await getTranslations('users'))('title') };
}

export default async function UsersListPage() {
  const user = await requireUser('admin');
  const users = await getServer().services.users.list(user);
  return <UsersPage viewer={viewerOf(user)} initialUsers={users.map(userDto)} />;
}
