import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { GeneralChoices } from '@/components/notify/choices/general-choices';
import { MqttWay } from '@/components/notify/mqtt/mqtt-way';
import { Browsers } from '@/components/notify/push/browsers';
import { NotificationSettings } from '@/components/notify/settings/notification-settings';
import { TimingForm } from '@/components/notify/settings/timing/timing-form';
import { ZonesOfOthers } from '@/components/notify/settings/zones-of-others';
import { OutboundForm } from '@/components/notify/ways/outbound-form';
import { Webhooks } from '@/components/notify/ways/webhooks';
import { OwnWords } from '@/components/notify/words/own-words';
import { pauseDto } from '@/lib/adapters/http/pause-dto';
import { pushDto, secureUrl } from '@/lib/adapters/http/push-dto';
import { targetDto } from '@/lib/adapters/http/target-dto';
import { templatesDto } from '@/lib/adapters/http/template-dto';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notifyChoices'))('title') };
}

export default async function NotificationSettingsPage() {
  const user = await requireUser();
  const { services, config, clock } = getServer();
  const [choices, { updated_at: _at, ...preference }, zones, push, own, told, targets, outbound, reading, pauses] =
    await Promise.all([
      services.choices.get(user, null),
      services.preferences.get(user),
      services.zoneRecipients.zonesOf(user),
      services.pushBrowsers.overview(user),
      services.templates.list(user),
      services.templates.lastTold(user),
      services.targets.list(user),
      user.role === 'admin' ? services.outboundSettings.view() : null,
      services.publishStatus.readingOf(user),
      services.pauses.list(user),
    ]);
  const words = templatesDto({ own, told, reader: user, publicUrl: config.publicUrl, now: clock() });
  return (
    <NotificationSettings
      email={user.email}
      pauses={pauses.map(pauseDto)}
      browsers={<Browsers initial={pushDto(push, secureUrl(config))} isAdmin={user.role === 'admin'} />}
      webhooks={<Webhooks initial={targets.map(targetDto)} isAdmin={user.role === 'admin'} />}
      mqtt={<MqttWay reading={reading} isAdmin={user.role === 'admin'} />}
      choices={<GeneralChoices initial={choices} />}
      timing={<TimingForm initial={preference} initialWays={choices.ways} />}
      words={<OwnWords initial={words} />}
      zones={<ZonesOfOthers initial={zones} viewerId={user.id} />}
      admin={outbound && <OutboundForm initial={outbound} />}
    />
  );
}
