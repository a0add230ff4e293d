import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';

/** Where a person's programs can read what is published. */
export const GET = route('user', async ({ services, actor }) => json({ mqtt: await services.publishStatus.readingOf(actor) }));
