import { recorderRoute } from '@/app/server';
import { json } from '@/lib/adapters/http/body';

/** The Recorder's cache of addresses. Fencepost asks nobody for addresses, so it knows none. */
export const { GET, POST, OPTIONS } = recorderRoute(async () => json({}));
