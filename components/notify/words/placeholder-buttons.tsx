'use client';

import { Button, Group, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { Placeholder } from '@/lib/domain/notify/template';

interface Props {
  placeholders: readonly Placeholder[];
  onInsert: (name: Placeholder) => void;
}

/** What can be filled in, a button for each. */
export function PlaceholderButtons({ placeholders, onInsert }: Props) {
  const t = useTranslations('notifyWords');
  const label = useId();
  return (
    <div>
      <Text size="sm" fw={500} id={label} mb={6}>
        {t('insert')}
      </Text>
      <Group gap={6} role="group" aria-labelledby={label}>
        {placeholders.map((name) => (
          <Button
            key={name}
            size="xs"
            variant="default"
            title={`{${name}}`}
            // The cursor stays in the field.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onInsert(name)}
          >
            {t(`placeholders.${name}`)}
          </Button>
        ))}
      </Group>
    </div>
  );
}
