import { z } from 'zod';
import { route } from '@/app/server';
import { parseQuery } from '@/lib/adapters/http/body';
import { choice } from '@/lib/adapters/http/params';
import { pictureResponse } from '@/lib/adapters/http/picture-response';
import { idOf } from '@/lib/adapters/http/schemas';

const query = z.object({ size: choice('size', ['thumb', 'full']).default('full') });

export const GET = route<{ id: string }>('user', async ({ services, actor, params, url }) =>
  pictureResponse(await services.media.show(actor, idOf(params), parseQuery(url, query).size)),
);
