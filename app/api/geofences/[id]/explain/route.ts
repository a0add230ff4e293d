import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { explanationDto } from '@/lib/adapters/http/explain-dto';
import { identifier, instant } from '@/lib/adapters/http/params';
import { MAX_SPAN_MS } from '@/lib/services/explain';

const query = z
  .object({ deviceId: identifier('deviceId'), from: instant('from'), to: instant('to') })
  .superRefine(({ from, to }, context) => {
    if (to >= from && to - from <= MAX_SPAN_MS) return;
    const message = `to is ${new Date(to).toISOString()}; it must be at or after from and at most 7 days after it`;
    context.addIssue({ code: 'custom', path: ['to'], message });
  });

/** What happened between a device and a zone in a span, and why nothing did. */
export const GET = route<{ id: string }>('user', async ({ url, params, actor, services }) => {
  const { deviceId, from, to } = parseQuery(url, query);
  const explanation = await services.explain.span(actor, params.id.toLowerCase(), deviceId, from, to);
  return json({ explanation: explanationDto(explanation) });
});
