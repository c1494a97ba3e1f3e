import "server-only";
import { processServices } from "@stoa/api/http/process-services";
import { requestContext } from "@stoa/api/http/request-context";
import { createCaller } from "@stoa/api/root";
import { cookies, headers } from "next/headers";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { isOrderId, orderTokenCookie } from "./order-token.ts";

export type Api = ReturnType<typeof createCaller>;

interface CallOptions {
  /** The order that is asked about; its token comes from the buyer's cookie. */
  orderId?: string;
  idempotencyKey?: string;
}

/** The procedures, called without HTTP for the person behind this request, under the same rules and limits. */
export async function api(options: CallOptions = {}): Promise<Api> {
  const [services, incoming, locale] = await Promise.all([processServices("web"), headers(), getLocale()]);
  const asked = new Headers(incoming);
  asked.set("accept-language", locale);
  for (const name of ["idempotency-key", "x-order-token"]) asked.delete(name);
  if (options.idempotencyKey) asked.set("idempotency-key", options.idempotencyKey);
  if (options.orderId && isOrderId(options.orderId)) {
    const token = (await cookies()).get(orderTokenCookie(options.orderId))?.value;
    if (token) asked.set("x-order-token", token);
  }
  return createCaller(requestContext(services, { headers: asked, answer: new Headers() }));
}

/** The same for reading, once a page. */
export const readApi = cache(() => api());
