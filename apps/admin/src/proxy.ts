import { FORM_LIMIT_BYTES } from "@stoa/api/http/next-settings";
import { refusalOfPost } from "@stoa/api/http/page-post";
import { correlationIdOf } from "@stoa/api/http/request-context";
import { contentSecurityPolicy, securityHeaders } from "@stoa/api/http/security-headers";
import { newSecret } from "@stoa/kit";
import { type NextRequest, NextResponse } from "next/server";
import { adminEnv } from "./env.ts";

/** Stands before every page: a fresh nonce, the security headers, one correlation id, and no copy anywhere. */
export async function proxy(request: NextRequest): Promise<Response> {
  const env = adminEnv();
  const nonce = newSecret(16);
  const policy = contentSecurityPolicy({ nonce, ...env });
  const correlationId = correlationIdOf(request.headers);
  const form = { ownUrl: env.adminUrl, limitBytes: FORM_LIMIT_BYTES.admin, correlationId };
  const refused = await refusalOfPost(request, form);
  if (refused) return refused;

  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  headers.set("x-correlation-id", correlationId);
  headers.set("x-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("X-Correlation-Id", correlationId);
  response.headers.set("Cache-Control", "private, no-store");
  response.headers.set("X-Robots-Tag", "noindex");
  for (const [name, value] of Object.entries(securityHeaders(env))) response.headers.set(name, value);
  return response;
}

/** Files that never change and carry no markup need none of this. */
export const config = { matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"] };
