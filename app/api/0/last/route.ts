import { recorderRoute } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { recorderFields } from '@/lib/adapters/http/recorder-track';

/** The newest fix of each device; an array even where there is none, because the OwnTracks frontend needs one. */
export const { GET, POST, OPTIONS } = recorderRoute(async ({ actor, params, services }) => {
  const only = recorderFields(params);
  return json((await services.recorder.last(actor, params.names)).map(only));
});
