'use client';

import { useTranslations } from 'next-intl';
import type { ToldKind } from '@/lib/domain/model';
import { problemsOf } from '@/lib/domain/notify/template';
import type { WordsText } from './types';

/** What is wrong with a subject or text, in the reader's words; null: nothing. */
export function useWordsProblem(kind: ToldKind) {
  const t = useTranslations('notifyWords.problems');
  return (field: keyof WordsText, text: string): string | null => {
    if (field === 'subject' && text.trim() === '') return t('empty');
    const problems = problemsOf(text, kind).map(({ code, name, at }) => t(code, { name, at: at + 1 }));
    return problems.length > 0 ? problems.join(' ') : null;
  };
}
