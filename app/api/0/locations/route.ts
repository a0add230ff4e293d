import { recorderRoute } from '@/app/server';
import { recorderTrack } from '@/lib/adapters/http/recorder-track';
import { version } from '@/package.json';

/** The fixes of one device, as a stream in one of the Recorder's formats. */
export const { GET, POST, OPTIONS } = recorderRoute(({ actor, params, services, server }) =>
  recorderTrack(services.recorder, actor, params, { now: server.clock(), version }),
);
