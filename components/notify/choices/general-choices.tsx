'use client';

import { useTranslations } from 'next-intl';
import type { ChoicesView } from '@/lib/domain/notify/choice-view';
import { ChoiceMatrix } from './choice-matrix';
import { useChoices } from './use-choices';

/** The reader's ways for all zones without a choice of their own. */
export function GeneralChoices({ initial }: { initial: ChoicesView }) {
  const t = useTranslations('notifyChoices.matrix');
  const { view, choose } = useChoices(null, initial);
  return <ChoiceMatrix view={view ?? initial} label={t('label')} onChoose={choose} />;
}
