import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';

/** Zones and groups of others that the caller is told of. */
export const GET = route('user', async ({ actor, services }) => json({ zones: await services.zoneRecipients.zonesOf(actor) }));
