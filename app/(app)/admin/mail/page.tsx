import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { MailPage } from '@/components/admin/mail/mail-page';
import { stepHref } from '@/components/setup/steps';
import { mailSettingsDto } from '@/lib/adapters/http/mail-settings';

export async function generateMetadata() {
  return { title: (await getTranslations('mail'))('title') };
}

/** `setup`: the device of the set-up from which the reader came, or nothing behind it when there is none. */
export default async function MailSettingsPage({ searchParams }: { searchParams: Promise<{ setup?: string }> }) {
  const user = await requireUser('admin');
  const { setup } = await searchParams;
  const mail = await getServer().services.mailSettings.view();
  const setupHref = setup === undefined ? null : stepHref('mail', Number(setup) || null);
  return <MailPage initialMail={mailSettingsDto(mail)} email={user.email} setupHref={setupHref} />;
}
