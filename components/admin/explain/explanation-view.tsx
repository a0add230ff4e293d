'use client';

import { Alert, Center, Grid, Stack, Text, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { TileSource } from '@/components/map/types';
import classes from './explain.module.css';
import { Legend, MapLegend } from './legend';
import { ProbabilityChart } from './probability-chart';
import { StepList } from './step-list';
import type { ExplanationDto } from './types';

const ExplainCanvas = dynamic(() => import('./explain-canvas'), { ssr: false, loading: MapIsLoading });

function MapIsLoading() {
  const t = useTranslations('map');
  return (
    <Center h="100%">
      <Text c="dimmed">{t('loading')}</Text>
    </Center>
  );
}

interface Props {
  explanation: ExplanationDto;
  tiles: TileSource;
  /** The fix at which the event was decided; null: none is pointed out. */
  decidingLocationId?: number | null;
}

/** The fixes on a map, their probabilities in a chart, the decisions as a list; what is chosen in one is chosen in all. */
export function ExplanationView({ explanation, tiles, decidingLocationId = null }: Props) {
  const t = useTranslations('explain');
  const { steps } = explanation;
  const deciding = steps.findIndex((step) => step.kind === 'fix' && step.location_id === decidingLocationId);
  const [selected, select] = useState<number | null>(deciding < 0 ? null : deciding);
  return (
    <Stack gap="md">
      {explanation.is_earlier_form && <Alert color="yellow">{t('earlierForm')}</Alert>}
      {!explanation.is_whole && <Alert color="yellow">{t('notWhole')}</Alert>}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <div className={classes.map}>
            <ExplainCanvas
              explanation={explanation}
              tiles={tiles}
              selected={selected}
              decidingLocationId={decidingLocationId}
              onSelect={select}
            />
          </div>
          <MapLegend />
          <Title order={2} size="h5" mt="md" mb="xs">
            {t('chart.title')}
          </Title>
          <ProbabilityChart steps={steps} selected={selected} onSelect={select} />
          <Legend />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Title order={2} size="h5" mb="xs">
            {t('steps.title')}
          </Title>
          {steps.length > 0 ? (
            <StepList steps={steps} selected={selected} onSelect={select} />
          ) : (
            <Text c="dimmed">{t('steps.none')}</Text>
          )}
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
