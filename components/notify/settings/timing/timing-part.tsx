import { Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import classes from './timing.module.css';

interface Props {
  title: string;
  /** What the fields come to, in a sentence; null while something in them is wrong. */
  effect: string | null;
  children: ReactNode;
}

/** One decision and what follows from it. */
export function TimingPart({ title, effect, children }: Props) {
  const t = useTranslations('notifyChoices.timing');
  const heading = useId();
  return (
    <Stack component="section" gap="sm" className={classes.part} aria-labelledby={heading}>
      <Title order={3} size="h5" id={heading}>
        {title}
      </Title>
      {children}
      <Group gap={6} wrap="nowrap" align="flex-start" className={classes.effect} aria-live="polite">
        <IconArrowRight size={16} aria-hidden />
        <Text size="sm" c={effect === null ? 'dimmed' : undefined}>
          {effect ?? t('unclear')}
        </Text>
      </Group>
    </Stack>
  );
}
