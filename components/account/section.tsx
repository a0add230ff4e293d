import { Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}

/** One matter of the account: what it is on the left, what to do about it on the right; below each other on phones. */
export function Section({ title, hint, children }: Props) {
  return (
    <Paper
      withBorder
      component="section"
      p={{ base: 'md', sm: 'lg' }}
      style={{ display: 'flex', flexWrap: 'wrap', gap: '16px 32px' }}
    >
      <div style={{ flex: '1 1 220px' }}>
        <Title order={2} size="h4">
          {title}
        </Title>
        {hint ? (
          <Text size="sm" c="dimmed" mt={4} component="div">
            {hint}
          </Text>
        ) : null}
      </div>
      <div style={{ flex: '2 1 320px', minWidth: 0 }}>{children}</div>
    </Paper>
  );
}
