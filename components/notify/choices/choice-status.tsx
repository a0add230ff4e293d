'use client';

import { Anchor, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ChoiceView } from '@/lib/domain/notify/choice-view';
import classes from './choice-matrix.module.css';

interface Props {
  choice: ChoiceView;
  isOfZone: boolean;
  onReset: () => void;
}

/** What a choice comes to in a few words, and the way back to the usual. */
export function ChoiceStatus({ choice: { kind, ways, is_own }, isOfZone, onReset }: Props) {
  const t = useTranslations('notifyChoices.matrix');
  const usual = isOfZone ? 'zone' : 'all';
  const none = isOfZone ? 'noneOfZone' : 'none';
  return (
    <div className={classes.status}>
      <Text component="span" size="xs" c="dimmed" aria-live="polite">
        {ways.length === 0 ? t(none) : is_own ? t('own') : t(`usual.${usual}`)}
      </Text>
      {is_own && (
        <Anchor
          component="button"
          type="button"
          size="xs"
          onClick={onReset}
          aria-label={t(`resetLabel.${usual}`, { kind: t(`kinds.${kind}`) })}
        >
          {t(`reset.${usual}`)}
        </Anchor>
      )}
    </div>
  );
}
