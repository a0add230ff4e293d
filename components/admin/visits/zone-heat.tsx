'use client';

import { Anchor, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import type { MapZone, TileSource } from '@/components/map/types';
import { ColorDot } from '../color-dot';
import { Section } from '../section';
import classes from './charts.module.css';
import type { StatsDto } from './types';
import { sharesOf, type ZoneShare } from './zone-shares';

const ZoneHeatCanvas = dynamic(() => import('./zone-heat-canvas'), { ssr: false });

const MOST_LISTED = 8;

interface ZoneHeatProps {
  stats: readonly StatsDto[];
  zones: readonly MapZone[];
  tiles: TileSource;
}

/** Which zones the time went to, on the map and as a list. */
export function ZoneHeat({ stats, zones, tiles }: ZoneHeatProps) {
  const t = useTranslations('visits.zones');
  const shares = sharesOf(stats);
  return (
    <Section title={t('title')}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <div className={classes.map}>
          <ZoneHeatCanvas zones={zones} shares={shares} tiles={tiles} />
        </div>
        <Stack gap="sm" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
          {shares.slice(0, MOST_LISTED).map((share) => (
            <ShareLine key={share.id} share={share} />
          ))}
          {shares.length > MOST_LISTED && (
            <Text component="li" size="sm" c="dimmed">
              {t('more', { count: shares.length - MOST_LISTED })}
            </Text>
          )}
        </Stack>
      </SimpleGrid>
    </Section>
  );
}

function ShareLine({ share }: { share: ZoneShare }) {
  const t = useTranslations('visits.zones');
  const format = useFormat();
  return (
    <li>
      <Group justify="space-between" gap="0 8px">
        <Group gap="xs" wrap="nowrap" miw={0} maw="100%">
          <ColorDot color={share.color} />
          <Anchor component={Link} prefetch={false} href={`/admin/geofences/${share.id}`} c="inherit" size="sm" truncate>
            {share.name}
          </Anchor>
        </Group>
        <Text size="sm" c="dimmed" className="numeric" style={{ whiteSpace: 'nowrap' }}>
          {t('line', {
            duration: format.duration(share.total_seconds),
            share: format.percent(share.share * 100),
            count: share.visits,
          })}
        </Text>
      </Group>
      <div className={classes.share} aria-hidden>
        <span style={{ width: `${share.share * 100}%`, background: share.color }} />
      </div>
    </li>
  );
}
