import { InitialsBadge } from '../../map/initials-badge';
import type { DeviceDto } from '../types';

interface Props {
  device: Pick<DeviceDto, 'name' | 'color' | 'face_id'>;
  size?: number;
}

/** A device's face, or its initials on its colour, as on the map. */
export function DeviceAvatar({ device, size = 36 }: Props) {
  return <InitialsBadge name={device.name} color={device.color} faceId={device.face_id} size={size} />;
}
