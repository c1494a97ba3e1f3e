import "server-only";
import { cookies } from "next/headers";
import { webEnv } from "../env.ts";
import { orderTokenCookie } from "../server/order-token.ts";

export const LAST_ORDER_COOKIE = "stoa_last_order";
const THIRTY_DAYS_S = 30 * 24 * 60 * 60;

/** The token opens this one order's page to this browser, without signing in. Scripts cannot read it. */
export async function keepOrder({ orderId, orderToken }: { orderId: string; orderToken: string }): Promise<void> {
  const jar = await cookies();
  const kept = {
    httpOnly: true,
    sameSite: "lax",
    secure: webEnv().webUrl.startsWith("https:"),
    path: "/",
    maxAge: THIRTY_DAYS_S,
  } as const;
  jar.set(orderTokenCookie(orderId), orderToken, kept);
  jar.set(LAST_ORDER_COOKIE, orderId, kept);
}
