import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { Account } from '@/components/account/account';
import { tokenDto } from '@/lib/adapters/http/dto';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account');
  return { title: t('title') };
}

export default async function AccountPage() {
  const user = await requireUser();
  const tokens = await getServer().services.tokens.list(user);
  const { name, email, role, language, time_zone } = user;
  const known = Intl.supportedValuesOf('timeZone');
  // UTC and names that are only aliases are valid, but not in that list.
  const timeZones = [...new Set(['UTC', time_zone, ...known])];
  return <Account user={{ name, email, role, language, time_zone }} tokens={tokens.map(tokenDto)} timeZones={timeZones} />;
}
