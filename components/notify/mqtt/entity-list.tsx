'use client';

import { Badge, Stack, Text } from '@mantine/core';
import { IconBattery2, IconDeviceMobile, IconMapPin, IconPolygon } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { Section } from '@/components/admin/section';
import { fetcher } from '@/components/common/api';
import { EmptyState } from '@/components/common/empty-state';
import { LinkButton } from '@/components/common/link-button';
import classes from './mqtt.module.css';
import type { EntityDto } from './types';

/** So many devices are shown; the rest is counted. */
const MOST = 20;

/** What Home Assistant finds by itself, device by device. @param version changes when it may be something else */
export function EntityList({ version, initial }: { version: string; initial: EntityDto[] }) {
  const t = useTranslations('notifyMqtt.entities');
  const { data } = useSWR(
    ['/api/settings/mqtt-publish/preview', version],
    ([path]: [string, string]) => fetcher<{ entities: EntityDto[] }>(path),
    { fallbackData: { entities: initial }, keepPreviousData: true },
  );
  const devices = byDevice(data?.entities ?? initial);
  return (
    <Section title={t('title')}>
      {devices.size === 0 ? (
        <EmptyState
          icon={<IconDeviceMobile size={32} aria-hidden />}
          title={t('none')}
          action={<LinkButton href="/admin/devices">{t('addDevice')}</LinkButton>}
        >
          {t('noneHint')}
        </EmptyState>
      ) : (
        <Stack gap="md">
          {[...devices.values()].slice(0, MOST).map((entities) => (
            <Device key={entities[0]?.device_id} entities={entities} />
          ))}
          {devices.size > MOST ? <Text size="sm">{t('more', { count: devices.size - MOST })}</Text> : null}
        </Stack>
      )}
    </Section>
  );
}

function byDevice(entities: readonly EntityDto[]): Map<number, EntityDto[]> {
  const devices = new Map<number, EntityDto[]>();
  for (const entity of entities) devices.set(entity.device_id, [...(devices.get(entity.device_id) ?? []), entity]);
  return devices;
}

function Device({ entities }: { entities: EntityDto[] }) {
  const [first] = entities;
  return (
    <div>
      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
        {first?.device_name}
      </Text>
      <ul className={classes.entities}>
        {entities.map((entity) => (
          <li key={entity.topic}>
            <Entity entity={entity} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Entity({ entity: { component, topic, name } }: { entity: EntityDto }) {
  const t = useTranslations('notifyMqtt.entities');
  const kind = component === 'sensor' ? (topic.includes('_battery/') ? 'battery' : 'place') : component;
  const Icon = { device_tracker: IconMapPin, binary_sensor: IconPolygon, battery: IconBattery2, place: IconMapPin }[kind];
  return (
    <Badge variant="default" size="lg" tt="none" fw={500} leftSection={<Icon size={14} aria-hidden />} title={topic}>
      {kind === 'binary_sensor' ? t('zone', { name: name ?? '' }) : t(kind)}
    </Badge>
  );
}
