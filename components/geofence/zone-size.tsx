'use client';

import { Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { areaOf } from '@/components/map/shape';
import { geometryOfDraft, type ZoneDraft } from './draft';
import classes from './zone-editor.module.css';

/** How large the zone is, by the engine's own geometry, while it is drawn. */
export function ZoneSize({ draft }: { draft: ZoneDraft }) {
  const t = useTranslations('editor.size');
  const format = useFormat();
  const geometry = geometryOfDraft(draft);
  const shape = geometry && areaOf(geometry);
  if (!shape) return null;
  const area = format.area(shape.area_square_meters);
  return (
    <Text size="sm" c="dimmed" className={classes.size}>
      {draft.shape_type === 'circle'
        ? t('circle', { diameter: format.distance(2 * shape.size_meters), area })
        : t('area', { area })}
    </Text>
  );
}
