/** What a request to a page says of who asks for it. */
export interface PageRequest {
  method: string;
  /** The value of a header, or null. */
  header(name: string): string | null;
}

/** Programs that follow links. People's browsers say none of these words. */
const BOT =
  /bot\b|bot[/;]|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|telegram|embedly|headless|lighthouse|monitor|curl|wget|python|java\/|go-http|okhttp|axios|node-fetch|libwww|scrapy|phantom|selenium|puppeteer|playwright/i;

/** Headers by which browsers and Next fetch a page before anybody wants to see it. */
const PREFETCH = ["next-router-prefetch", "x-middleware-prefetch", "rsc", "next-router-state-tree"];

/**
 * Whether a person opened a page: a top-level navigation by GET (T75). What an image, a frame, a script, a prefetch or
 * another site's form fetches is none, and neither is what a program fetches. Pure.
 */
export function isPersonsVisit({ method, header }: PageRequest): boolean {
  if (method !== "GET") return false;
  const agent = header("user-agent") ?? "";
  if (agent === "" || BOT.test(agent)) return false;
  if (/prefetch|prerender|preview/i.test(`${header("sec-purpose")} ${header("purpose")} ${header("x-moz")}`))
    return false;
  if (PREFETCH.some((name) => header(name) !== null)) return false;
  const destination = header("sec-fetch-dest");
  // Browsers older than these headers are told by what they accept.
  if (destination === null) return (header("accept") ?? "").includes("text/html");
  return destination === "document" && header("sec-fetch-mode") === "navigate";
}
