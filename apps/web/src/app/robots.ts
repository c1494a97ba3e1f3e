import type { MetadataRoute } from "next";
import { webEnv } from "../env.ts";

export const dynamic = "force-dynamic";

/** Personal pages are nobody's search result. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: "*",
      allow: "/",
      disallow: ["/account", "/api/", "/checkout/", "/learn", "/orders", "/notifications"],
    },
    sitemap: `${webEnv().webUrl}/sitemap.xml`,
  };
}
