import { route } from '@/app/server';
import { fileResponse } from '@/lib/adapters/http/exports';
import { userArchive } from '@/lib/adapters/http/user-archive';

/** Everything of the caller in one ZIP archive; README.txt in it says what is what. */
export const GET = route('user', async ({ actor, services, server }) => {
  const now = server.clock();
  const name = `fencepost-${actor.handle}-${new Date(now).toISOString().slice(0, 10)}.zip`;
  return fileResponse(userArchive(services, actor, now), 'application/zip', name);
});
