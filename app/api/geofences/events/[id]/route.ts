import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { explanationDto } from '@/lib/adapters/http/explain-dto';
import { idOf } from '@/lib/adapters/http/schemas';
import { eventDto } from '@/lib/adapters/http/zone-dto';

/** One event, and how it came about. */
export const GET = route<{ id: string }>('user', async ({ params, actor, services }) => {
  const { event, explanation } = await services.explain.event(actor, idOf(params));
  const { replaced_by_id, ...row } = event;
  return json({ event: { ...eventDto(row), replaced_by_id }, explanation: explanationDto(explanation) });
});
