import type { Settled } from "./finding.ts";

/** Findings that were looked at and are none. An entry names what holds instead, and where that is shown. */
export const SETTLED: readonly Settled[] = [
  {
    by: "wapiti",
    what: /^Cross Site Request Forgery: Lack of anti CSRF token$/,
    where: / POST /,
    because:
      "Forms carry no token. Instead whatever a browser sends for another site is refused by its Origin, and cookies are SameSite=Lax: T15, packages/api/src/http/page-post.test.ts and e2e/hostile.e2e.ts.",
  },
  {
    by: "wapiti",
    what: /^HTTP Secure Headers: Strict-Transport-Security is not set$/,
    where: / GET \/$/,
    because:
      "Browsers heed it over HTTPS alone, and the run is over HTTP. In production it is set: T34, apps/web/src/security/headers.test.ts.",
  },
  {
    by: "wapiti",
    what: /^Secure Flag cookie: Secure flag is not set in the cookie : stoa(-admin)?\.(session|callback|csrf|device)$/,
    where: / GET \/$/,
    because:
      "The run is over HTTP, where a browser would not keep such a cookie. Where the address is https all are Secure and __Host-: packages/api/src/http/next-auth.db.test.ts.",
  },
  {
    by: "ffuf",
    what: /^answered 200$/,
    where: /^web \/design$/,
    because:
      "The page of all components is there outside production only; the run has the sandbox, so it is not production.",
  },
];
