'use client';

import { Card, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { fillLine, fillText } from '@/lib/domain/notify/template';
import type { TemplateView, WordsText } from './types';

interface Props {
  template: TemplateView;
  words: WordsText;
}

/** What the words will say: of an example, or of what the person was last told. */
export function WordsPreview({ template: { kind, ours, examples }, words }: Props) {
  const t = useTranslations('notifyWords.preview');
  const heading = useId();
  const [of, setOf] = useState<'sample' | 'last'>(examples.last ? 'last' : 'sample');
  const values = (of === 'last' ? examples.last : null) ?? examples.sample;
  const subject = fillLine(words.subject, kind, values);
  const body = fillText(words.body, kind, values) || fillText(ours.body, kind, values);
  return (
    <section aria-labelledby={heading}>
      <Group justify="space-between" gap="xs" mb={6}>
        <Text size="sm" fw={500} id={heading}>
          {t('title')}
        </Text>
        {examples.last && (
          <SegmentedControl
            size="xs"
            aria-labelledby={heading}
            value={of}
            onChange={(value) => setOf(value as 'sample' | 'last')}
            data={[
              { value: 'last', label: t('last') },
              { value: 'sample', label: t('sample') },
            ]}
          />
        )}
      </Group>
      <Card withBorder p="md">
        <Stack gap={4} mih={56}>
          <Text fw={650} style={{ overflowWrap: 'anywhere' }}>
            {subject || fillLine(ours.subject, kind, values)}
          </Text>
          <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
            {body}
          </Text>
        </Stack>
      </Card>
      {!examples.last && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('noLast')}
        </Text>
      )}
    </section>
  );
}
