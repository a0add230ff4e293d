import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { GeneralChoices } from '@/components/notify/choices/general-choices';
import { Browsers } from '@/components/notify/push/browsers';
import { NotificationSettings } from '@/components/notify/settings/notification-settings';
import { TimingForm } from '@/components/notify/settings/timing/timing-form';
import { ZonesOfOthers } from '@/components/notify/settings/zones-of-others';
import { pushDto, secureUrl } from '@/lib/adapters/http/push-dto';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notifyChoices'))('title') };
}

export default async function NotificationSettingsPage() {
  const user = await requireUser();
  const { services, config } = getServer();
  const [choices, { updated_at: _at, ...preference }, zones, push] = await Promise.all([
    services.choices.get(user, null),
    services.preferences.get(user),
    services.zoneRecipients.zonesOf(user),
    services.pushBrowsers.overview(user),
  ]);
  return (
    <NotificationSettings
      email={user.email}
      browsers={<Browsers initial={pushDto(push, secureUrl(config))} isAdmin={user.role === 'admin'} />}
      choices={<GeneralChoices initial={choices} />}
      timing={<TimingForm initial={preference} ways={choices.ways} />}
      zones={<ZonesOfOthers initial={zones} viewerId={user.id} />}
    />
  );
}
