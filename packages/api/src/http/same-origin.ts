import { CrossSiteRequest } from "./refuse.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a changing request that a browser sent for another site (T15). Browsers say so in Sec-Fetch-Site, older ones in
 * Origin; a client without either is no browser and carries no cookie of ours. Bearer tokens need no such check.
 */
export function mustBeSameOrigin(request: Request, ownOrigins: readonly string[]): void {
  if (SAFE.has(request.method) || request.headers.has("authorization")) return;
  const origin = request.headers.get("origin");
  // An origin of ours, or one that is listed: our cookies are SameSite, so it comes from there without them.
  if (origin !== null && ownOrigins.includes(origin)) return;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") throw new CrossSiteRequest();
  if (origin === null) return;
  const own = [`http://${request.headers.get("host")}`, `https://${request.headers.get("host")}`];
  if (!own.includes(origin)) throw new CrossSiteRequest();
}
