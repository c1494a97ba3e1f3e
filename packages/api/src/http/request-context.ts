import { isIP } from "node:net";
import { newId } from "@stoa/kit";
import { type Actor, GUEST } from "../platform/actor.ts";
import type { Context, RequestFacts, Services } from "../platform/context.ts";
import { inTrace, SpanKind } from "../platform/spans.ts";

const CORRELATION = /^[A-Za-z0-9_.-]{8,80}$/;
const LOCALES = ["en", "hi", "fr"] as const;

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
    request: factsOf(request.headers, request.answer, services.env.TRUSTED_PROXIES),
    services,
  };
}

function factsOf(headers: Headers, answer: Headers, trustedProxies: number): RequestFacts {
  return {
    ip: clientIp(headers, trustedProxies),
    userAgent: (headers.get("user-agent") ?? "").slice(0, 400),
    country: trustedProxies > 0 ? countryOf(headers) : null,
    idempotencyKey: headers.get("idempotency-key"),
    orderToken: headers.get("x-order-token"),
    locale: localeOf(headers),
    setHeader: (name, value) => answer.set(name, value),
  };
}

/**
 * The address of the caller. `X-Forwarded-For` is believed only for as many proxies as are ours: with one, the last
 * entry is what that proxy saw. `x-stoa-peer` is set by our own server from the socket and overrules what a client sends.
 */
export function clientIp(headers: Headers, trustedProxies: number): string {
  const peer = headers.get("x-stoa-peer") ?? "127.0.0.1";
  if (trustedProxies === 0) return peer;
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  const seen = hops.at(-trustedProxies);
  return seen && isIP(seen) ? seen : peer;
}

function countryOf(headers: Headers): string | null {
  const code = headers.get("cf-ipcountry") ?? headers.get("x-country");
  return code && /^[A-Z]{2}$/.test(code) ? code : null;
}

function localeOf(headers: Headers): string {
  const wanted = (headers.get("accept-language") ?? "").toLowerCase();
  return LOCALES.find((locale) => wanted.startsWith(locale)) ?? "en";
}
