import { OUR_PACKAGES, SERVER_PACKAGES } from "@stoa/api/http/next-settings";
import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  transpilePackages: OUR_PACKAGES,
  serverExternalPackages: SERVER_PACKAGES,
  // `forbidden()` gives 403 and its own page. A lesson is the longest thing that is posted here.
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: "512kb" } },
};

export default config;
