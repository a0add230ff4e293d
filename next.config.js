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
  // Native modules are loaded at run time, not bundled.
  serverExternalPackages: ['better-sqlite3', 'better-sqlite3-node20'],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@mantine/dates', '@tabler/icons-react'] },
};

export default withNextIntl(config);
