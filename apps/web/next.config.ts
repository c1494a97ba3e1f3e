import { FORM_LIMIT_BYTES, OUR_PACKAGES, SERVER_PACKAGES } from "@stoa/api/http/next-settings";
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
  redirects: async () => [{ source: "/learn/:course", destination: "/courses/:course", permanent: false }],
  experimental: {
    serverActions: { bodySizeLimit: FORM_LIMIT_BYTES.web },
  },
};

export default withIntl(config);
