import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { idOf } from '@/lib/adapters/http/schemas';
import { wayTestDto } from '@/lib/adapters/http/target-dto';

export const GET = route<{ id: string }>('user', async ({ params, actor, services }) =>
  json({ test: wayTestDto(await services.wayTests.find(actor, idOf(params))) }),
);
