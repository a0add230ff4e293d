import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./app/i18n.ts');

/** @type {import('next').NextConfig} */
const config = {
  // Development beside a running build: each keeps its own output.
  distDir: process.env.NEXT_DIST_DIR || '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  // Types are checked by `npm test`; the build of a user's first start need not do it again.
  typescript: { ignoreBuildErrors: true },
  // Loaded at run time, not bundled: native modules, and what no page needs.
  serverExternalPackages: ['better-sqlite3', 'better-sqlite3-node20', 'mqtt'],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@mantine/dates', '@tabler/icons-react'] },
};

export default withNextIntl(config);
