import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { sightingDto } from '@/lib/adapters/http/extras-dto';
import { idOf, limit } from '@/lib/adapters/http/schemas';

const query = z.object({ limit: limit(100, 1000) });

/** The beacons that the phone was near, newest first. */
export const GET = route<{ id: string }>('user', async ({ services, actor, params, url }) =>
  json({ beacons: (await services.extras.beacons(actor, idOf(params), parseQuery(url, query).limit)).map(sightingDto) }),
);
