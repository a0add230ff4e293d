import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { mediaDto } from '@/lib/adapters/http/media-dto';
import { choice, instant } from '@/lib/adapters/http/params';
import { idOf, limit } from '@/lib/adapters/http/schemas';
import { MAX_MEDIA } from '@/lib/services/media';

const query = z.object({
  kind: choice('kind', ['face', 'poi']).optional(),
  from: instant('from').optional(),
  to: instant('to').optional(),
  limit: limit(100, MAX_MEDIA),
});

/** A device's pictures, newest first. */
export const GET = route<{ id: string }>('user', async ({ services, actor, params, url }) => {
  const media = await services.media.list(actor, { device_id: idOf(params), ...parseQuery(url, query) });
  return json({ media: media.map(mediaDto) });
});
