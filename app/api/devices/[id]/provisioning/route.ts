import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { originOf } from '@/lib/adapters/http/origin';
import { idOf } from '@/lib/adapters/http/schemas';
import { PROVISIONING_MODES } from '@/lib/services/ways';

const query = z.object({
  mode: z.enum(PROVISIONING_MODES, { error: 'mode must be mqtt, mqtts, ws, wss or http' }).default('mqtt'),
  encryption: z.enum(['0', '1'], { error: 'encryption must be 0 or 1' }).default('0'),
  format: z.enum(['json', 'otrc'], { error: 'format must be json or otrc' }).default('json'),
});

/** OwnTracks' name for its configuration files ends in .otrc; what is in one is JSON. */
function asFile(name: string, configuration: object): Response {
  return new Response(JSON.stringify(configuration, null, 2), {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}

export const GET = route<{ id: string }>('user', async ({ services, config, actor, params, url, request }) => {
  const { mode, encryption, format } = parseQuery(url, query);
  const id = idOf(params);
  const origin = originOf(config, request.headers);
  const provisioning = await services.provisioning.of(actor, id, { mode, origin, withEncryptionKey: encryption === '1' });
  if (format === 'json') return json(provisioning);
  return asFile(await services.provisioning.fileName(actor, id), provisioning.configuration);
});
