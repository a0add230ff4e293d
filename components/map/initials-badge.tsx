import { Avatar } from '@mantine/core';
import { pictureUrl } from '@/components/common/picture-url';
import { initials, inkOn } from './initials';

interface InitialsBadgeProps {
  name: string;
  color: string;
  /** The picture of its face; null: its initials stand for it, as they do until the picture has come. */
  faceId: number | null;
  size?: number;
}

/** The same disc as on the map, so that a card and its marker are known for one. Decoration: the name stands beside it. */
export function InitialsBadge({ name, color, faceId, size = 40 }: InitialsBadgeProps) {
  return (
    <Avatar
      aria-hidden
      size={size}
      radius="50%"
      src={faceId === null ? null : pictureUrl(faceId, 'thumb')}
      alt=""
      styles={{
        root: { flex: 'none' },
        image: { border: `2px solid ${color}`, borderRadius: '50%' },
        placeholder: { backgroundColor: color, color: inkOn(color), border: 0, fontSize: size / 2.8, fontWeight: 700 },
      }}
    >
      {initials(name)}
    </Avatar>
  );
}
