import type { Drawn } from '@/lib/services/renditions';

/** A picture never changes under its address; it is for the one who asked only. */
const CACHE = 'private, max-age=31536000, immutable';

/** The type is that of the checked bytes, whatever a browser may guess; opened by itself, it can do nothing. */
export function pictureResponse({ bytes, type }: Drawn): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': type,
      'content-length': String(bytes.length),
      'cache-control': CACHE,
      'x-content-type-options': 'nosniff',
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    },
  });
}
