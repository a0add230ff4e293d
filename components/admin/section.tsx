import { Card, Group, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface Props {
  title: string;
  /** A link or button in the section's head. */
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A part of a page with a heading of its own; screen readers can jump to it. */
export function Section({ title, action, className, children }: Props) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id} className={className} padding="lg" withBorder>
      <Group justify="space-between" mb="md" gap="xs">
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        {action}
      </Group>
      {children}
    </Card>
  );
}
