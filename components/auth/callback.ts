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
