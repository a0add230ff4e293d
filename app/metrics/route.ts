import { route } from '@/app/server';
import { prometheusText } from '@/lib/adapters/http/prometheus';

/** Open like /health: only counts, so that a monitoring system needs no account. */
export const GET = route('public', async ({ services }) => {
  const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(prometheusText(await services.metrics.read()), { headers });
});
