import { recorderRoute } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { version } from '@/package.json';

/** What answers here, as the OwnTracks frontend shows it. */
export const { GET, POST, OPTIONS } = recorderRoute(async () => json({ version, git: `fencepost-${version}` }));
