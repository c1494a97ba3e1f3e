import { type ReferralCookie, recordVisit } from "@stoa/api/affiliates/record-visit";
import { processServices } from "@stoa/api/http/process-services";
import { requestContext } from "@stoa/api/http/request-context";
import { REFERRAL_COOKIE } from "@stoa/api/platform/referral-cookie";
import type { NextRequest, NextResponse } from "next/server";
import { webEnv } from "../env.ts";

/**
 * Takes note of an affiliate's link, `?ref=<code>` on any page, and has the browser remember it. A visitor sees the page
 * all the same, whatever the link says and whatever fails.
 */
export async function noteFollowedLink(request: NextRequest, response: NextResponse): Promise<void> {
  const code = request.nextUrl.searchParams.get("ref");
  if (code === null || request.nextUrl.pathname.startsWith("/api/")) return;
  const cookie = await recorded(request, code);
  if (cookie === null) return;
  response.cookies.set(REFERRAL_COOKIE, cookie.value, {
    httpOnly: true,
    sameSite: "lax",
    secure: webEnv().webUrl.startsWith("https:"),
    path: "/",
    maxAge: cookie.maxAgeSeconds,
  });
  // A page that carries somebody's cookie is nobody else's.
  response.headers.set("Cache-Control", "private, no-store");
}

async function recorded(request: NextRequest, code: string): Promise<ReferralCookie | null> {
  const services = await processServices("web");
  const ctx = requestContext(services, { headers: request.headers, answer: new Headers() });
  try {
    return await recordVisit(ctx, {
      code,
      path: request.nextUrl.pathname,
      method: request.method,
      header: (name) => request.headers.get(name),
      referral: request.cookies.get(REFERRAL_COOKIE)?.value ?? null,
    });
  } catch (error) {
    ctx.log.error({ err: error }, "a followed link was not noted");
    return null;
  }
}
