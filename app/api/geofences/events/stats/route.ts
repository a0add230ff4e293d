import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';

export const GET = route('user', async ({ actor, services }) => json(await services.events.stats(actor)));
