import { Avatar } from '@mantine/core';
import { initials, inkOn } from '../../map/initials';

/** A device's initials on its colour, as on the map. */
export function DeviceAvatar({ name, color, size = 36 }: { name: string; color: string; size?: number }) {
  return (
    <Avatar
      size={size}
      radius="xl"
      aria-hidden
      styles={{ placeholder: { backgroundColor: color, color: inkOn(color), border: 0, fontWeight: 700 } }}
    >
      {initials(name)}
    </Avatar>
  );
}
