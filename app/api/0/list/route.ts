import { recorderRoute } from '@/app/server';
import { json } from '@/lib/adapters/http/body';

/** Users; with `user` that user's devices; with `device` too the device's months. */
export const { GET, POST, OPTIONS } = recorderRoute(async ({ actor, params, services }) => {
  const results = await services.recorder.list(actor, params.names);
  return json(results ? { results } : { error: 'nothing is stored under this name', results: [] });
});
