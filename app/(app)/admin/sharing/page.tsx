import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { SharingPage } from '@/components/admin/sharing/sharing-page';
import { shareDto } from '@/lib/adapters/http/share-dto';

export async function generateMetadata() {
  return { title: (await getTranslations('sharing'))('title') };
}

export default async function SharesPage() {
  const user = await requireUser();
  const { services } = getServer();
  const [shares, devices] = await Promise.all([services.shares.list(user), services.devices.list(user, { user_id: user.id })]);
  return (
    <SharingPage
      handle={user.handle}
      devices={devices.map(({ id, name }) => ({ id, name }))}
      initialShares={shares.map(shareDto)}
    />
  );
}
