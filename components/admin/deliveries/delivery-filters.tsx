'use client';

import { Chip, Group, Select, SimpleGrid, VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { messageOr } from '@/components/common/message-or';
import { useFormat } from '@/components/common/use-format';
import type { EventType } from '@/lib/domain/model';
import { CHANNELS } from '@/lib/domain/notify/records';
import { ChoiceSelect, DaysInput, type FilterChoice } from '../events/event-filters';
import type { DeliveryStatsDto, Recipient } from './types';
import { type DeliveriesView, KINDS, STATES, type StateFilter } from './view';

interface Props {
  view: DeliveriesView;
  change: (part: Partial<DeliveriesView>) => void;
  stats: DeliveryStatsDto;
  recipients: readonly Recipient[];
  devices: readonly FilterChoice[];
  zones: readonly FilterChoice[];
}

/** What the list is narrowed to. Each choice is in the address at once. */
export function DeliveryFilters({ view, change, stats, recipients, devices, zones }: Props) {
  const t = useTranslations('deliveries.filters');
  const events = useTranslations('events');
  const clear = { 'aria-label': events('filters.clear') };
  return (
    <search aria-label={t('label')}>
      <StateChips view={view} change={change} />
      <SimpleGrid cols={{ base: 2, md: 4, lg: recipients.length > 1 ? 7 : 6 }} spacing="sm" verticalSpacing="sm" mb="sm">
        <ReasonSelect view={view} change={change} stats={stats} />
        <ChannelSelect view={view} change={change} />
        <Select
          label={t('kind')}
          placeholder={t('allKinds')}
          data={KINDS.map((kind) => ({ value: kind, label: isEvent(kind) ? events(`type.${kind}`) : t(kind) }))}
          value={view.kind}
          onChange={(kind) => change({ kind: KINDS.find((one) => one === kind) ?? null })}
          clearable
          clearButtonProps={clear}
        />
        {recipients.length > 1 && (
          <Select
            label={t('recipient')}
            placeholder={t('everybody')}
            data={recipients.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={view.recipient === null ? null : String(view.recipient)}
            onChange={(id) => change({ recipient: id === null ? null : Number(id) })}
            searchable={recipients.length > 8}
            clearable
            clearButtonProps={clear}
          />
        )}
        <ChoiceSelect
          label={events('filters.device')}
          all={events('filters.allDevices')}
          choices={devices}
          value={view.device === null ? null : String(view.device)}
          onChange={(id) => change({ device: id === null ? null : Number(id) })}
        />
        <ChoiceSelect
          label={events('filters.zone')}
          all={events('filters.allZones')}
          choices={zones}
          value={view.zone}
          onChange={(zone) => change({ zone })}
        />
        <DaysInput view={view} change={change} />
      </SimpleGrid>
    </search>
  );
}

type Kind = (typeof KINDS)[number];
const isEvent = (kind: Kind): kind is EventType => kind === 'enter' || kind === 'exit' || kind === 'dwell';

function ChannelSelect({ view, change }: Pick<Props, 'view' | 'change'>) {
  const t = useTranslations('deliveries');
  const events = useTranslations('events.filters');
  return (
    <Select
      label={t('filters.channel')}
      placeholder={t('filters.allChannels')}
      data={CHANNELS.map((channel) => ({ value: channel, label: t(`channels.${channel}`) }))}
      value={view.channel}
      onChange={(channel) => change({ channel: CHANNELS.find((one) => one === channel) ?? null })}
      clearable
      clearButtonProps={{ 'aria-label': events('clear') }}
    />
  );
}

/** "" stands for all states. */
function StateChips({ view, change }: Pick<Props, 'view' | 'change'>) {
  const t = useTranslations('deliveries');
  const id = useId();
  return (
    <Group gap="xs" mb="sm" role="radiogroup" aria-labelledby={id}>
      <VisuallyHidden id={id}>{t('filters.state')}</VisuallyHidden>
      <Chip.Group
        value={view.state ?? ''}
        onChange={(state) => {
          const chosen = STATES.find((one) => one === state) ?? null;
          change({ state: chosen, reason: chosen === 'suppressed' ? view.reason : null });
        }}
      >
        {(['', ...STATES] satisfies ('' | StateFilter)[]).map((state) => (
          <Chip key={state} value={state} size="sm">
            {t(`state.${state || 'all'}`)}
          </Chip>
        ))}
      </Chip.Group>
    </Group>
  );
}

/** Offers what there is, with its number. */
function ReasonSelect({ view, change, stats }: Pick<Props, 'view' | 'change' | 'stats'>) {
  const t = useTranslations('deliveries');
  const events = useTranslations('events.filters');
  const format = useFormat();
  const name = (reason: string) => messageOr(t, `reasons.${reason}`, reason);
  const present = stats.suppressed_by_reason.map(({ reason, deliveries }) => ({
    value: reason,
    label: t('filters.counted', { name: name(reason), count: format.number(deliveries) }),
  }));
  const isKnown = view.reason === null || present.some(({ value }) => value === view.reason);
  const data = isKnown ? present : [...present, { value: view.reason ?? '', label: name(view.reason ?? '') }];
  return (
    <Select
      label={t('filters.reason')}
      placeholder={t('filters.allReasons')}
      data={data}
      value={view.reason}
      onChange={(reason) => change(reason === null ? { reason } : { reason, state: 'suppressed' })}
      nothingFoundMessage={events('nothingFound')}
      clearable
      clearButtonProps={{ 'aria-label': events('clear') }}
    />
  );
}
