import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireUser } from '@/app/session';
import { NotificationSettings } from '@/components/notify/settings/notification-settings';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notifyChoices'))('title') };
}

export default async function NotificationSettingsPage() {
  const { email } = await requireUser();
  return <NotificationSettings email={email} />;
}
