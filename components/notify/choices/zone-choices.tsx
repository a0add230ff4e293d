'use client';

import { Skeleton, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/common/use-error-text';
import { ChoiceMatrix } from './choice-matrix';
import { useChoices } from './use-choices';

/** The reader's own ways for one zone, whoever it belongs to. */
export function ZoneChoices({ zone: { id, name } }: { zone: { id: string; name: string } }) {
  const t = useTranslations('notifyChoices');
  const errorText = useErrorText();
  const { view, error, choose } = useChoices(id);
  if (error) {
    return (
      <Text size="sm" c="var(--mantine-color-error)" role="alert">
        {t('matrix.loadFailed')}: {errorText(error)}
      </Text>
    );
  }
  if (!view) return <Skeleton h={220} />;
  return <ChoiceMatrix view={view} isOfZone label={t('zonesOfOthers.waysLabel', { zone: name })} onChoose={choose} />;
}
