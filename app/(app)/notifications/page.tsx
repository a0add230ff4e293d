import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { CentrePage } from '@/components/notify/centre/centre-page';
import { PAGE_SIZE } from '@/components/notify/centre/page-size';
import { notificationDto } from '@/lib/adapters/http/inbox-dto';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notifyCentre'))('title') };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NotificationsPage({ searchParams }: Props) {
  const user = await requireUser();
  const { inbox } = getServer().services;
  const is_unread = (await searchParams).unread === '1';
  const rows = await inbox.list(user, { limit: PAGE_SIZE, is_unread });
  const initial = { notifications: rows.map(notificationDto), unread: await inbox.unread(user) };
  return <CentrePage initial={initial} isInitialUnread={is_unread} />;
}
