import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { MqttPage } from '@/components/notify/mqtt/mqtt-page';
import { entityDto, publishDto } from '@/lib/adapters/http/mqtt-publish';

export async function generateMetadata() {
  return { title: (await getTranslations('notifyMqtt'))('title') };
}

export default async function MqttPublishPage() {
  const user = await requireUser('admin');
  const { publishSettings, publishStatus, users } = getServer().services;
  const [view, entities, people] = await Promise.all([publishSettings.view(), publishStatus.preview(user), users.list(user)]);
  return (
    <MqttPage
      initial={publishDto(view, publishStatus.state())}
      initialEntities={entities.map(entityDto)}
      people={people.map(({ id, name }) => ({ id, name }))}
    />
  );
}
