import { OUR_PACKAGES, SERVER_PACKAGES } from "@stoa/api/http/next-settings";
import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  transpilePackages: OUR_PACKAGES,
  serverExternalPackages: SERVER_PACKAGES,
  experimental: { serverActions: { bodySizeLimit: "512kb" } },
};

export default config;
