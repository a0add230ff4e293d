import type { SetupDevice } from '@/components/setup/types';
import { deviceDto } from '@/lib/adapters/http/dto';
import type { User } from '@/lib/domain/model';
import { getServer } from '../server';

/** A person's own devices for the setup, oldest first. */
export async function setupDevicesOf(user: User): Promise<SetupDevice[]> {
  const rows = await getServer().services.devices.list(user, { user_id: user.id });
  const devices = rows.map(deviceDto).sort((a, b) => a.id - b.id);
  return devices.map(({ id, name, device, topic, last_location: fix, last_location_imported }) => ({
    id,
    name,
    device,
    topic,
    last_location:
      fix && !last_location_imported
        ? { latitude: fix.latitude, longitude: fix.longitude, accuracy: fix.accuracy, occurred_at: fix.occurred_at }
        : null,
  }));
}
