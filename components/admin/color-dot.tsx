import { ColorSwatch } from '@mantine/core';

/** A zone's or device's colour; says nothing by itself, a name always stands beside it. */
export function ColorDot({ color, size = 12 }: { color: string; size?: number }) {
  return <ColorSwatch component="span" color={color} size={size} withShadow={false} aria-hidden style={{ flex: 'none' }} />;
}
