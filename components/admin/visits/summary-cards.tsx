import { Card, SimpleGrid, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import type { SummaryDto } from './types';

/** The four numbers of a period. */
export function SummaryCards({ summary }: { summary: SummaryDto }) {
  const t = useTranslations('visits.cards');
  const format = useFormat();
  const length = (seconds: number | null) => (seconds === null ? '–' : format.duration(seconds));
  const cards = [
    ['visits', format.number(summary.visits)],
    ['total', length(summary.total_seconds)],
    ['average', length(summary.average_seconds)],
    ['longest', length(summary.longest_seconds)],
  ] as const;
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm" component="dl" m={0}>
      {cards.map(([name, value]) => (
        <Card key={name} withBorder padding="md">
          <Text component="dt" size="sm" c="dimmed">
            {t(name)}
          </Text>
          <Text component="dd" m={0} size="xl" fw={600} className="numeric">
            {value}
          </Text>
        </Card>
      ))}
    </SimpleGrid>
  );
}
