import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { RejectedPage } from '@/components/admin/rejected/rejected-page';
import { PAGE_SIZE, parseView } from '@/components/admin/rejected/view';
import { rejectedPageDto } from '@/lib/adapters/http/extras-dto';

export async function generateMetadata() {
  return { title: (await getTranslations('rejected'))('title') };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RejectedMessagesPage({ searchParams }: Props) {
  const user = await requireUser();
  const { services } = getServer();
  const view = parseView(await searchParams);
  const devices = await services.devices.list(user);
  // A device of others, or one that is gone, is no filter: its messages are not to be seen anyway.
  const device_id = devices.find(({ id }) => id === view.device)?.id;
  const filter = { device_id, code: view.code ?? undefined };
  const page = await services.rejected.page(user, filter, PAGE_SIZE, (view.page - 1) * PAGE_SIZE);
  return (
    <RejectedPage
      view={{ ...view, device: device_id ?? null }}
      devices={devices.map(({ id, name, owner_name, user_id }) => ({
        id,
        name: user_id === user.id ? name : `${name} (${owner_name})`,
      }))}
      list={rejectedPageDto(page)}
    />
  );
}
