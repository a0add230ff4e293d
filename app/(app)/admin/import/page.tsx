import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { ImportsPage } from '@/components/admin/imports/imports-page';
import { importDto } from '@/lib/adapters/http/import-dto';

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata() {
  return { title: (await getTranslations('imports'))('title') };
}

export default async function ImportPage({ searchParams }: Props) {
  const user = await requireUser();
  const { services, config } = getServer();
  const { devices, imports } = services;
  const [rows, jobs] = await Promise.all([devices.list(user), imports.list(user)]);
  const isOfSeveral = rows.some(({ user_id }) => user_id !== user.id);
  const choices = rows.map(({ id, name, owner_name }) => ({ id, name, owner: isOfSeveral ? owner_name : null }));
  const initial = { imports: jobs.map(importDto), max_bytes: imports.maxUploadBytes };
  return (
    <ImportsPage
      devices={choices}
      chosen={Number((await searchParams).device) || null}
      initial={initial}
      retentionDays={config.locationRetentionDays}
    />
  );
}
