import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';

/** `failed` in the last 24 hours, and `retrying` now. */
export const GET = route('user', async ({ actor, services }) => json(await services.deliveries.failing(actor)));
