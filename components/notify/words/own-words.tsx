'use client';

import { Select, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ToldKind } from '@/lib/domain/model';
import type { TemplateView } from './types';
import { WordsEditor } from './words-editor';

/** What messages say, by what they tell of: ours, or the person's own words. */
export function OwnWords({ initial }: { initial: readonly TemplateView[] }) {
  const t = useTranslations('notifyWords');
  const kinds = useTranslations('notifyChoices.matrix.kinds');
  const [templates, setTemplates] = useState(initial);
  const [kind, setKind] = useState<ToldKind>('enter');
  const nameOf = ({ kind, is_own }: TemplateView) => (is_own ? t('ownKind', { kind: kinds(kind) }) : kinds(kind));
  const replace = (changed: TemplateView) => setTemplates(templates.map((one) => (one.kind === changed.kind ? changed : one)));
  return (
    <Stack gap="md">
      <Select
        label={t('kind')}
        data={templates.map((one) => ({ value: one.kind, label: nameOf(one) }))}
        value={kind}
        onChange={(value) => setKind((value ?? 'enter') as ToldKind)}
        allowDeselect={false}
        maw={420}
      />
      {templates.map((template) => (
        // All stay, so that what was begun for one kind is there after a look at another.
        <div key={template.kind} hidden={template.kind !== kind}>
          <WordsEditor template={template} onChange={replace} />
        </div>
      ))}
    </Stack>
  );
}
