import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { importDto } from '@/lib/adapters/http/import-dto';
import { choice, identifier } from '@/lib/adapters/http/params';
import { text } from '@/lib/adapters/http/schemas';
import { uploadOf } from '@/lib/adapters/http/upload';
import { IMPORT_FORMATS } from '@/lib/domain/import/item';

const wanted = z.object({
  file_name: text('file_name', 1, 255).default('upload'),
  device_id: identifier('device_id').optional(),
  format: choice('format', IMPORT_FORMATS).optional(),
  create_devices: choice('create_devices', ['true', 'false', '1', '0']).default('false'),
});

/** Earlier imports and those under way, newest first. */
export const GET = route('user', async ({ actor, services }) =>
  json({ imports: (await services.imports.list(actor)).map(importDto), max_bytes: services.imports.maxUploadBytes }),
);

/** The file is the body; what is wished stands in the query (or both in a form). Answers once the file is here: it waits for its turn. */
export const POST = route('user', async ({ request, url, actor, services }) => {
  const { body, fields } = await uploadOf(request);
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  const { device_id = null, format = null, file_name, create_devices } = parseQuery(url, wanted);
  const isCreating = create_devices === 'true' || create_devices === '1';
  const job = await services.imports.upload(actor, { file_name, device_id, format, create_devices: isCreating }, body);
  return json({ import: importDto(job) }, 201);
});
