'use client';

import { Alert, Select, SimpleGrid } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { IconQuestionMark } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useTimeZone, useTranslations } from 'next-intl';
import { Dates } from '@/components/common/dates';
import { EmptyState } from '@/components/common/empty-state';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import type { TileSource } from '@/components/map/types';
import { BackToEvents } from './back-to-events';
import { ExplanationView } from './explanation-view';
import type { ExplanationDto } from './types';
import { Verdict } from './verdict';
import { instantOf, wallClockOf } from './wall-clock';
import { MAX_SPAN_MS, type WhyQuery, writeWhy } from './why-query';

interface Choice {
  id: string;
  name: string;
}

interface Props {
  devices: readonly Choice[];
  /** Groups are among them. */
  zones: readonly Choice[];
  asked: WhyQuery;
  /** Epoch ms. */
  span: { from: number; to: number };
  /** Null until device and zone are chosen, or where they are not the reader's. */
  explanation: ExplanationDto | null;
  tiles: TileSource;
}

/** "Why did nothing fire?": for a device, a zone and a span. Each choice is in the URL at once. */
export function WhyPage({ devices, zones, asked, span, explanation, tiles }: Props) {
  const t = useTranslations('explain.why');
  const router = useRouter();
  const ask = (part: Partial<WhyQuery>) =>
    router.replace(`/admin/geofences/why?${writeWhy({ ...asked, ...part })}`, { scroll: false });
  const isChosen = asked.device !== null && asked.zone !== null;
  return (
    <Page>
      <BackToEvents />
      <PageHeader title={t('title')} description={t('description')} />
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" mb="lg">
        <Select
          label={t('device')}
          placeholder={t('chooseDevice')}
          data={devices.map(({ id, name }) => ({ value: id, label: name }))}
          value={asked.device === null ? null : String(asked.device)}
          onChange={(id) => ask({ device: id === null ? null : Number(id) })}
          searchable={devices.length > 8}
        />
        <Select
          label={t('zone')}
          placeholder={t('chooseZone')}
          data={zones.map(({ id, name }) => ({ value: id, label: name }))}
          value={asked.zone}
          onChange={(zone) => ask({ zone })}
          searchable={zones.length > 8}
        />
        <SpanInput span={span} onChange={ask} />
      </SimpleGrid>
      {isChosen && explanation === null && <Alert color="red">{t('notFound')}</Alert>}
      {!isChosen && (
        <EmptyState icon={<IconQuestionMark size={28} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </EmptyState>
      )}
      {explanation && (
        <>
          <Verdict explanation={explanation} />
          <ExplanationView key={`${writeWhy(asked)} ${span.to}`} explanation={explanation} tiles={tiles} />
        </>
      )}
    </Page>
  );
}

/** From … to; a span that grows too long pulls its other end along. */
function SpanInput({ span, onChange }: { span: Props['span']; onChange: (span: { from: number; to: number }) => void }) {
  const t = useTranslations('explain.why');
  const timeZone = useTimeZone() ?? 'UTC';
  const setFrom = (from: number) => onChange({ from, to: Math.min(Math.max(span.to, from), from + MAX_SPAN_MS) });
  const setTo = (to: number) => onChange({ from: Math.max(Math.min(span.from, to), to - MAX_SPAN_MS), to });
  const inputs = [
    { label: t('from'), value: span.from, set: setFrom },
    { label: t('to'), value: span.to, set: setTo },
  ];
  return (
    <Dates>
      {inputs.map(({ label, value, set }) => (
        <DateTimePicker
          key={label}
          label={label}
          valueFormat="D MMM YYYY HH:mm"
          value={wallClockOf(value, timeZone)}
          onChange={(text) => text && set(instantOf(text, timeZone))}
        />
      ))}
    </Dates>
  );
}
