import { Card, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './settings.module.css';

interface Props {
  /** What addresses may end with, as in `#when`. */
  anchor: string;
  title: string;
  /** What is decided here, in a sentence. */
  hint: ReactNode;
  children: ReactNode;
}

/** One matter of what a person is told, over the full width: its content is wide. */
export function SettingsSection({ anchor, title, hint, children }: Props) {
  const heading = useId();
  return (
    <Card component="section" id={anchor} aria-labelledby={heading} className={classes.section} p={{ base: 'md', sm: 'lg' }}>
      <Title order={2} size="h4" id={heading}>
        {title}
      </Title>
      <Text size="sm" c="dimmed" mt={4} mb="md">
        {hint}
      </Text>
      {children}
    </Card>
  );
}
