import { FORM_LIMIT_BYTES, OUR_PACKAGES, SERVER_PACKAGES } from "@stoa/api/http/next-settings";
import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  transpilePackages: OUR_PACKAGES,
  serverExternalPackages: SERVER_PACKAGES,
  // `forbidden()` gives 403 and its own page.
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: FORM_LIMIT_BYTES.admin } },
};

export default config;
