import type { MetadataRoute } from 'next';
import { fence } from '@/components/theme/palette';

/** For browsers that put Fencepost on a home screen. The bars' colours follow the pages' own `theme-color`, light or dark. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/map',
    name: 'Fencepost',
    short_name: 'Fencepost',
    start_url: '/map',
    scope: '/',
    display: 'standalone',
    // The icon stands on its own green while the app starts, whatever the scheme.
    background_color: fence[8],
    theme_color: fence[8],
    icons: [
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
