import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  description?: ReactNode;
  /** Something small beside the title, such as a counter. */
  aside?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page: its only first-level heading, what it is for, and its main actions. */
export function PageHeader({ title, description, aside, actions }: Props) {
  return (
    <Group component="header" justify="space-between" align="flex-end" gap="md" mb="lg">
      <Stack gap={4} style={{ flex: '1 1 280px', minWidth: 0 }}>
        <Group gap="sm" align="center">
          <Title order={1} size="h2">
            {title}
          </Title>
          {aside}
        </Group>
        {description ? <Text c="dimmed">{description}</Text> : null}
      </Stack>
      {actions ? <Group gap="sm">{actions}</Group> : null}
    </Group>
  );
}
