'use client';

import { Group, Radio, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import classes from './backtest.module.css';
import type { Backtest, BacktestVariant, VariantKind } from './types';
import type { BacktestView } from './use-backtest';

/** The sizes beside each other; the one that is chosen here is shown in the list and on the map. */
export function VariantCards({ backtest, result }: { backtest: BacktestView; result: Backtest }) {
  const t = useTranslations('backtest');
  return (
    <Radio.Group
      aria-label={t('sizes')}
      value={backtest.variant?.kind ?? null}
      onChange={(kind) => backtest.setKind(kind as VariantKind)}
    >
      <div className={classes.cards}>
        {result.variants.every(({ kind }) => kind !== 'smaller') && <MissingCard kind="smaller" />}
        {result.variants.map((variant) => (
          <VariantCard key={variant.kind} variant={variant} />
        ))}
        {result.variants.every(({ kind }) => kind !== 'larger') && <MissingCard kind="larger" />}
      </div>
    </Radio.Group>
  );
}

/** In the place of a size that a zone can't have, so that the others stay where they are. */
function MissingCard({ kind }: { kind: VariantKind }) {
  const t = useTranslations('backtest');
  return (
    <Text size="xs" c="dimmed" className={classes.missing}>
      {t(kind === 'smaller' ? 'smallest' : 'largest')}
    </Text>
  );
}

function VariantCard({ variant }: { variant: BacktestVariant }) {
  const t = useTranslations('backtest');
  const format = useFormat();
  const { events, stays, likely_false_exits: exits } = variant.totals;
  const size =
    variant.radius_meters === null ? format.percent(Math.round(variant.scale * 100)) : format.distance(variant.radius_meters);
  return (
    <Radio.Card value={variant.kind} className={classes.card} radius="md">
      <Text size="xs" c="dimmed">
        {t(`kind.${variant.kind}`)}
      </Text>
      <Text fw={650}>{size}</Text>
      <Text size="sm">{t('visits', { count: stays })}</Text>
      <Text size="sm">{t('events', { count: events })}</Text>
      <Group gap={4} wrap="nowrap" align="start" className={exits > 0 ? classes.doubtful : classes.sound}>
        {exits > 0 ? (
          <IconAlertTriangle size={14} aria-hidden className={classes.sign} />
        ) : (
          <IconCheck size={14} aria-hidden className={classes.sign} />
        )}
        <Text size="xs" component="span">
          {t('falseExits', { count: exits })}
        </Text>
      </Group>
    </Radio.Card>
  );
}
