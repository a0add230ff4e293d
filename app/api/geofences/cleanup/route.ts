import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';

/** Removes events that are older than EVENT_RETENTION_DAYS. */
export const POST = route('admin', async ({ actor, services }) => json({ deleted_events: await services.events.cleanup(actor) }));
