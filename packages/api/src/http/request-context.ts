import { isIP } from "node:net";
import { newId } from "@stoa/kit";
import type { Env } from "../env.ts";
import { type Actor, GUEST } from "../platform/actor.ts";
import type { Context, RequestFacts, Services } from "../platform/context.ts";
import { REFERRAL_COOKIE } from "../platform/referral-cookie.ts";
import { inTrace, SpanKind } from "../platform/spans.ts";

const CORRELATION = /^[A-Za-z0-9_.-]{8,80}$/;
const LOCALES = ["en", "hi", "fr"] as const;
/** What Cloudflare and others write when they do not know. */
const UNKNOWN_COUNTRY = "XX";

/** The correlation id a request brought, when it is well formed, or a new one. */
export function correlationIdOf(headers: Headers): string {
  const given = headers.get("x-correlation-id");
  return given && CORRELATION.test(given) ? given : newId("correlation");
}

/** Answers one HTTP request in a span of its own. The correlation id is the same throughout, also when it is a new one. */
export function answerTraced<R extends Response>(
  face: string,
  request: Request,
  answer: (correlationId: string) => Promise<R>,
): Promise<R> {
  const correlationId = correlationIdOf(request.headers);
  const attributes = { "http.request.method": request.method, "stoa.face": face };
  const span = { name: `${request.method} ${face}`, kind: SpanKind.SERVER, attributes };
  return inTrace(correlationId, span, () => answer(correlationId));
}

/** The context of one HTTP request. `actor` has been resolved from its session, bearer token or key. */
export function requestContext(
  services: Services,
  request: { headers: Headers; answer: Headers; actor?: Actor; correlationId?: string },
): Context {
  const correlationId = request.correlationId ?? correlationIdOf(request.headers);
  request.answer.set("X-Correlation-Id", correlationId);
  const actor = request.actor ?? GUEST;
  return {
    db: services.db,
    clock: services.clock,
    log: services.log.child({ correlationId, actor: actor.id ?? actor.kind }),
    actor,
    correlationId,
    request: factsOf(request.headers, request.answer, services.env),
    services,
  };
}

function factsOf(headers: Headers, answer: Headers, env: Env): RequestFacts {
  return {
    ip: clientIp(headers, env.TRUSTED_PROXIES),
    userAgent: (headers.get("user-agent") ?? "").slice(0, 400),
    country: clientCountry(headers, env),
    idempotencyKey: headers.get("idempotency-key"),
    orderToken: headers.get("x-order-token"),
    cartToken: headers.get("x-cart-token"),
    referral: cookieOf(headers, REFERRAL_COOKIE),
    captchaToken: headers.get("x-captcha-token"),
    locale: localeOf(headers),
    setHeader: (name, value) => answer.set(name, value),
  };
}

function cookieOf(headers: Headers, name: string): string | null {
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

/**
 * The address of the caller. `X-Forwarded-For` is believed only for as many proxies as are ours: with one, the last
 * entry is what that proxy saw. `x-stoa-peer` is set by our own server from the socket and overrules what a client sends.
 */
export function clientIp(headers: Headers, trustedProxies: number): string {
  return addressSeenByProxy(headers, trustedProxies) ?? headers.get("x-stoa-peer") ?? "127.0.0.1";
}

/**
 * The country of the caller, as a proxy of ours tells it in the header that `COUNTRY_HEADER` names. Null when it is not
 * known, and when the request did not come through those proxies: then the caller wrote the header.
 */
export function clientCountry(headers: Headers, env: Pick<Env, "TRUSTED_PROXIES" | "COUNTRY_HEADER">): string | null {
  if (env.COUNTRY_HEADER === undefined || addressSeenByProxy(headers, env.TRUSTED_PROXIES) === null) return null;
  const code = headers.get(env.COUNTRY_HEADER)?.toUpperCase() ?? "";
  return /^[A-Z]{2}$/.test(code) && code !== UNKNOWN_COUNTRY ? code : null;
}

function addressSeenByProxy(headers: Headers, trustedProxies: number): string | null {
  if (trustedProxies === 0) return null;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  const seen = hops.at(-trustedProxies);
  return seen && isIP(seen) ? seen : null;
}

function localeOf(headers: Headers): string {
  const wanted = (headers.get("accept-language") ?? "").toLowerCase();
  return LOCALES.find((locale) => wanted.startsWith(locale)) ?? "en";
}
