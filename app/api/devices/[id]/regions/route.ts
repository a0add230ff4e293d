import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { regionDto } from '@/lib/adapters/http/region-dto';
import { idOf } from '@/lib/adapters/http/schemas';

export const GET = route<{ id: string }>('user', async ({ services, actor, params }) =>
  json({ regions: (await services.regions.of(actor, idOf(params))).map(regionDto) }),
);
