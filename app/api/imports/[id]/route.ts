import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { importDto } from '@/lib/adapters/http/import-dto';

interface Params {
  id: string;
}

/** How far an import has come, or what it came to. */
export const GET = route<Params>('user', async ({ actor, params, services }) =>
  json({ import: importDto(await services.imports.get(actor, params.id)) }),
);

/** Ends one that waits or runs; takes one that has ended off the list. What was imported stays. */
export const DELETE = route<Params>('user', async ({ actor, params, services }) => {
  await services.imports.remove(actor, params.id);
  return json({ success: true });
});
