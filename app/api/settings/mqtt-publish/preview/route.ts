import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { entityDto } from '@/lib/adapters/http/mqtt-publish';

/** What Home Assistant will find. */
export const GET = route('admin', async ({ services, actor }) =>
  json({ entities: (await services.publishStatus.preview(actor)).map(entityDto) }),
);
