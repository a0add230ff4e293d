'use client';

import { Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useServerData } from '@/components/admin/use-server-data';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { TwoColumns } from '@/components/common/two-columns';
import { BrokerTest } from './broker-test';
import { EntityList } from './entity-list';
import { type EmbeddedBroker, Guide } from './guide';
import { LinkStateSection } from './link-state';
import { PublishSettingsForm } from './publish-form';
import type { EntityDto, PersonOption, PublishDto } from './types';
import { usePublishForm, valuesOf } from './use-publish-form';

interface Props {
  initial: PublishDto;
  initialEntities: EntityDto[];
  people: PersonOption[];
  /** Where the embedded broker is, and the reader's name there. */
  embedded: EmbeddedBroker;
}

/** As often as the worker says how it is doing. */
const REFRESH_MS = 2_000;

/** Everything about publishing over MQTT: what is set, how it is going, what the other side finds and has to do. */
export function MqttPage({ initial, initialEntities, people, embedded }: Props) {
  const t = useTranslations('notifyMqtt');
  const [saved, setSaved] = useState(initial.mqtt_publish);
  const form = usePublishForm(initial);
  const { data, mutate } = useServerData<PublishDto>('/api/settings/mqtt-publish', initial, REFRESH_MS);
  const show = (next: PublishDto) => {
    setSaved(next.mqtt_publish);
    form.setInitialValues(valuesOf(next));
    form.reset();
    void mutate(next, { revalidate: false });
  };
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} />
      <TwoColumns>
        <Stack gap="lg">
          <PublishSettingsForm form={form} saved={saved} people={people} onSaved={show} />
          <Guide isOwn={form.values.where === 'own'} embedded={saved.own_broker === null ? embedded : null} />
        </Stack>
        <Stack gap="lg">
          <LinkStateSection state={data.state} />
          <BrokerTest form={form} />
          <EntityList version={saved.updated_at ?? ''} initial={initialEntities} />
        </Stack>
      </TwoColumns>
    </Page>
  );
}
