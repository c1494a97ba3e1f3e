import { FORM_LIMIT_BYTES } from "@stoa/api/http/next-settings";
import { refusalOfPost } from "@stoa/api/http/page-post";
import { correlationIdOf } from "@stoa/api/http/request-context";
import { securityHeaders } from "@stoa/api/http/security-headers";
import { newSecret } from "@stoa/kit";
import { type NextRequest, NextResponse } from "next/server";
import { webEnv } from "./env.ts";
import { contentSecurityPolicy, isPersonal } from "./security/headers.ts";
import { closedForWork } from "./server/closed.ts";
import { noteFollowedLink } from "./server/followed-link.ts";

/** Stands before every page: a fresh nonce, the security headers, and one correlation id from here to the last call. */
export async function proxy(request: NextRequest): Promise<Response> {
  const env = webEnv();
  const nonce = newSecret(16);
  const policy = contentSecurityPolicy(nonce, env);
  const correlationId = correlationIdOf(request.headers);
  const form = { ownUrl: env.webUrl, limitBytes: FORM_LIMIT_BYTES.web, correlationId };
  const refused = await refusalOfPost(request, form);
  if (refused) return refused;

  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  headers.set("x-correlation-id", correlationId);
  headers.set("x-path", request.nextUrl.pathname);

  const response = (await isClosed(request.nextUrl.pathname))
    ? NextResponse.rewrite(new URL("/maintenance", request.url), {
        status: 503,
        request: { headers },
        headers: { "Retry-After": "600" },
      })
    : NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("X-Correlation-Id", correlationId);
  for (const [name, value] of Object.entries(securityHeaders(env))) response.headers.set(name, value);
  if (isPersonal(request.nextUrl.pathname)) response.headers.set("Cache-Control", "private, no-store");
  await noteFollowedLink(request, response);
  return response;
}

/** Webhooks are taken all the same: what a gateway tells must never be lost. */
async function isClosed(path: string): Promise<boolean> {
  if (/^\/api\/(health|webhooks)\//.test(path)) return false;
  return (await closedForWork()).on;
}

/** Files that never change and carry no markup need none of this. */
export const config = { matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"] };
