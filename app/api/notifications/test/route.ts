import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { wayTestDto } from '@/lib/adapters/http/target-dto';
import { wayInput } from '@/lib/adapters/http/target-input';

/** Has a test go out over one of the caller's own ways; how it ends is at /api/notifications/test/:id. */
export const POST = route('user', async ({ request, actor, services }) => {
  const way = await parseBody(request, wayInput);
  return json({ test: wayTestDto(await services.wayTests.begin(actor, way)) }, 201);
});
