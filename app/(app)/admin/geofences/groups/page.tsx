import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { GroupsPage } from '@/components/admin/groups/groups-page';
import { groupDto } from '@/lib/adapters/http/zone-dto';
import { loadEditor } from '../editor-data';

export async function generateMetadata() {
  return { title: (await getTranslations('groups'))('title') };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function GeofenceGroupsPage({ searchParams }: Props) {
  const user = await requireUser();
  const [{ group }, groups, choices] = await Promise.all([
    searchParams,
    getServer().services.groups.list(user),
    loadEditor(user),
  ]);
  return (
    <GroupsPage
      choices={choices}
      initialGroups={groups.map(groupDto)}
      openGroup={typeof group === 'string' ? group.toLowerCase() : null}
    />
  );
}
