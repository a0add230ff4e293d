import { route } from '@/app/server';
import { boundedText, json } from '@/lib/adapters/http/body';
import { isServiceError } from '@/lib/adapters/http/errors';
import { LinkForm } from '@/lib/adapters/http/link-form';

interface Params {
  token: string;
}

/**
 * What is posted to a link of a mail (/n/…; scripts/web/front.ts brings it here). Its own page posts with `answer=page` and is
 * shown again; anything else is a mail app's one-click answer (RFC 8058) and is done at once. The signature of the link is
 * all that counts: neither a session nor a cookie is asked for.
 */
export const POST = route<Params>('public', async ({ request, params: { token }, services }) => {
  const form = new LinkForm(await boundedText(request, LinkForm.MOST_BYTES));
  try {
    await (form.isUndo ? services.mailLinks.undo(token) : services.mailLinks.use(token));
  } catch (error) {
    // The page says what is wrong with the link.
    if (!form.isPage || !isServiceError(error)) throw error;
    return form.backTo(token, null);
  }
  return form.isPage ? form.backTo(token, form.isUndo ? 'undone' : 'done') : json({ success: true });
});
