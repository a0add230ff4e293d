'use client';

import { Alert, Button, Group, NativeSelect, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/common/use-error-text';
import { useFormat } from '@/components/common/use-format';
import classes from './backtest.module.css';
import { EpisodeList } from './episode-list';
import type { Backtest } from './types';
import type { BacktestView } from './use-backtest';
import { VariantCards } from './variant-cards';

const SPANS = [7, 30, 90, 365];

export interface BacktestPanelProps {
  backtest: BacktestView;
  /** Takes the suggested radius. */
  onRadius: (meters: number) => void;
}

/** What the zone would have told in the past, while it is drawn: beside a smaller and a larger one, as a list, with a suggestion. */
export function BacktestPanel({ backtest, onRadius }: BacktestPanelProps) {
  const t = useTranslations('backtest');
  const errorText = useErrorText();
  const { state, result, variant, days, setDays } = backtest;
  return (
    <section className={classes.panel} aria-labelledby="backtest-title" aria-busy={state === 'loading'}>
      <Group justify="space-between" align="center" gap="sm" wrap="nowrap">
        <Title order={2} size="h6" id="backtest-title">
          {t('title')}
        </Title>
        <NativeSelect
          size="xs"
          aria-label={t('days.label')}
          value={days}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
          data={SPANS.map((span) => ({ value: String(span), label: t('days.last', { days: span }) }))}
        />
      </Group>
      {state === 'failed' && (
        <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('failed')} mt="xs">
          <Text size="sm">{errorText(backtest.error)}</Text>
          <Button size="compact-sm" variant="default" mt="xs" onClick={backtest.retry}>
            {t('retry')}
          </Button>
        </Alert>
      )}
      {state === 'undrawn' && !result && (
        <Text size="sm" c="dimmed" mt="xs">
          {t('undrawn')}
        </Text>
      )}
      {state === 'loading' && !result && <Skeleton h={132} mt="xs" />}
      {result && variant && (
        <Stack gap="sm" mt="xs" className={state === 'done' ? undefined : classes.stale}>
          <VariantCards backtest={backtest} result={result} />
          <Shortened result={result} />
          <Suggested result={result} onRadius={onRadius} />
          <EpisodeList backtest={backtest} result={result} />
        </Stack>
      )}
    </section>
  );
}

/** Says so where there were too many positions to go back as far as asked. */
function Shortened({ result }: { result: Backtest }) {
  const t = useTranslations('backtest');
  const format = useFormat();
  const starts = result.devices.map(({ from }) => from).filter((from) => from > result.from);
  const latest = starts.sort().at(-1);
  if (!latest) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('shortened', { count: starts.length, since: format.dateTime(latest) })}
    </Text>
  );
}

function Suggested({ result, onRadius }: { result: Backtest; onRadius: (meters: number) => void }) {
  const t = useTranslations('backtest.suggestion');
  const format = useFormat();
  const { suggestion, suggestion_reason } = result;
  if (!suggestion) {
    return suggestion_reason === 'not_a_circle' || suggestion_reason === null ? null : (
      <Text size="sm" c="dimmed">
        {t(suggestion_reason)}
      </Text>
    );
  }
  const radius = format.distance(suggestion.radius_meters);
  if (suggestion.is_chosen) {
    return (
      <Text size="sm" c="dimmed">
        {t('kept', { radius })}
      </Text>
    );
  }
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <Text size="sm">{t('better', { radius })}</Text>
      <Button size="xs" variant="light" className={classes.use} onClick={() => onRadius(suggestion.radius_meters)}>
        {t('use', { radius })}
      </Button>
    </Group>
  );
}
