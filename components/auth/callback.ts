const ANY_ORIGIN = 'http://fencepost.invalid';

/** Where to go after signing in: the wished path if it is one of this site, else the map. Never to another site. */
export function safeCallback(wished: string | null | undefined): string {
  if (!wished?.startsWith('/')) return '/map';
  try {
    const url = new URL(wished, ANY_ORIGIN);
    if (url.origin !== ANY_ORIGIN || /^\/(sign-in|api)(\/|$)/.test(url.pathname)) return '/map';
    return url.pathname + url.search + url.hash;
  } catch {
    return '/map';
  }
}

/**
 * The sign-in page that leads back to `path` (with its query) afterwards.
 * @param ended whether there was a session that no longer counts, for the notice
 */
export function signInHref(path: string | null, ended: boolean): string {
  const back = safeCallback(path?.replace(/([?&])_rsc=[^&]*&?/, '$1').replace(/[?&]$/, ''));
  const query = new URLSearchParams();
  if (ended) query.set('ended', '1');
  if (path && back !== '/map') query.set('callbackUrl', back);
  return query.size === 0 ? '/sign-in' : `/sign-in?${query}`;
}
