import { Box } from '@mantine/core';
import { initials, inkOn } from './initials';

interface InitialsBadgeProps {
  name: string;
  color: string;
  size?: number;
}

/** The same disc as on the map, so that a card and its marker are known for one. Decoration: the name stands beside it. */
export function InitialsBadge({ name, color, size = 40 }: InitialsBadgeProps) {
  return (
    <Box
      aria-hidden
      w={size}
      h={size}
      fz={size / 2.8}
      fw={700}
      bg={color}
      c={inkOn(color)}
      style={{ display: 'grid', placeItems: 'center', borderRadius: '50%', flex: 'none' }}
    >
      {initials(name)}
    </Box>
  );
}
