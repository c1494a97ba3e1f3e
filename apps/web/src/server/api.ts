import "server-only";
import { processServices } from "@stoa/api/http/process-services";
import { requestContext } from "@stoa/api/http/request-context";
import type { Actor } from "@stoa/api/platform/actor";
import { createCaller } from "@stoa/api/root";
import { cookies, headers } from "next/headers";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { webEnv } from "../env.ts";
import { face } from "./auth.ts";
import { CART_COOKIE } from "./cart-token.ts";
import { isOrderId, orderTokenCookie } from "./order-token.ts";

export type Api = ReturnType<typeof createCaller>;

interface CallOptions {
  /** The order that is asked about; its token comes from the buyer's cookie. */
  orderId?: string | undefined;
  idempotencyKey?: string | undefined;
  /** What the captcha of the form gave. */
  captchaToken?: string | undefined;
  /** Who asks, where that has changed since the request came in. */
  actor?: Actor;
}

/** Who asks, looked up once a request. */
export const currentActor = cache(async (): Promise<Actor> => {
  const [services, incoming] = await Promise.all([processServices("web"), headers()]);
  return face.actorOf(services, new Request(webEnv().webUrl, { headers: incoming }));
});

/** Who asks, once this very request has set another session's cookie. */
export async function actorOfNewSession(): Promise<Actor> {
  const [services, jar] = await Promise.all([processServices("web"), cookies()]);
  return face.actorOf(services, new Request(webEnv().webUrl, { headers: { cookie: jar.toString() } }));
}

/** The procedures, called without HTTP for the person behind this request, under the same rules and limits. */
export async function api(options: CallOptions = {}): Promise<Api> {
  const [services, incoming, locale, actor, jar] = await Promise.all([
    processServices("web"),
    headers(),
    getLocale(),
    options.actor ?? currentActor(),
    cookies(),
  ]);
  const asked = new Headers(incoming);
  asked.set("accept-language", locale);
  for (const name of ["idempotency-key", "x-order-token", "x-cart-token", "x-captcha-token"]) asked.delete(name);
  if (options.idempotencyKey) asked.set("idempotency-key", options.idempotencyKey);
  if (options.captchaToken) asked.set("x-captcha-token", options.captchaToken);
  const cartToken = jar.get(CART_COOKIE)?.value;
  if (cartToken) asked.set("x-cart-token", cartToken);
  const token = options.orderId ? await orderTokenOf(options.orderId) : undefined;
  if (token) asked.set("x-order-token", token);
  return createCaller(requestContext(services, { headers: asked, answer: new Headers(), actor }));
}

/** The same for reading, once a page. */
export const readApi = cache(() => api());

async function orderTokenOf(orderId: string): Promise<string | undefined> {
  return isOrderId(orderId) ? (await cookies()).get(orderTokenCookie(orderId))?.value : undefined;
}
