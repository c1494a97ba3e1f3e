import { OUR_PACKAGES, SERVER_PACKAGES } from "@stoa/api/http/next-settings";
import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withIntl = createNextIntlPlugin("./src/i18n/request.ts");

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  transpilePackages: OUR_PACKAGES,
  serverExternalPackages: SERVER_PACKAGES,
  // `npm test` checks the types of all packages once; a start on somebody's laptop need not do it again.
  typescript: { ignoreBuildErrors: true },
  redirects: async () => [
    { source: "/cart", destination: "/orders", permanent: false },
    { source: "/learn/:course", destination: "/courses/:course", permanent: false },
  ],
  experimental: {
    // Forms post a few fields; nothing here takes a file.
    serverActions: { bodySizeLimit: "64kb" },
  },
};

export default withIntl(config);
