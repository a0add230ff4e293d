import { route } from '@/app/server';
import { notFound } from '@/lib/services/errors';

/** Whatever no other route answers: an error in the API's own form, not a page. */
const nothing = route('public', async ({ url }) => {
  throw notFound(url.pathname);
});

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
