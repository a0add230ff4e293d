import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Says below everything else what is not there yet, and how it would come: not worth a card of its own. */
export function QuietLine({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed" style={{ order: 1 }}>
      {children}
    </Text>
  );
}
