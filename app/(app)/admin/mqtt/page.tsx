import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { MqttPage } from '@/components/notify/mqtt/mqtt-page';
import { entityDto, publishDto } from '@/lib/adapters/http/mqtt-publish';
import type { Config } from '@/lib/config';
import { lanAddress } from '@/lib/config/lan-address';

export async function generateMetadata() {
  return { title: (await getTranslations('notifyMqtt'))('title') };
}

/** By which other machines reach this one. */
function hostOf({ publicUrl }: Config): string {
  const { hostname } = new URL(publicUrl);
  return hostname === 'localhost' ? (lanAddress() ?? hostname) : hostname;
}

export default async function MqttPublishPage() {
  const user = await requireUser('admin');
  const { config, services } = getServer();
  const { publishSettings, publishStatus, users } = services;
  const [view, entities, people] = await Promise.all([publishSettings.view(), publishStatus.preview(user), users.list(user)]);
  return (
    <MqttPage
      initial={publishDto(view, publishStatus.state())}
      initialEntities={entities.map(entityDto)}
      embedded={{ host: hostOf(config), port: config.mqttPort, handle: user.handle }}
      people={people.map(({ id, name }) => ({ id, name }))}
    />
  );
}
