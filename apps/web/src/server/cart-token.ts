import "server-only";
import { cookies } from "next/headers";
import { webEnv } from "../env.ts";

/** Holds a visitor's way to their cart. Scripts cannot read it. */
export const CART_COOKIE = "stoa_cart";
const THIRTY_DAYS_S = 30 * 24 * 60 * 60;

/** Remembers a visitor's new cart in this browser. */
export async function keepCartToken(token: string): Promise<void> {
  (await cookies()).set(CART_COOKIE, token, {
    httpOnly: true,
    sameSite: "lax",
    secure: webEnv().webUrl.startsWith("https:"),
    path: "/",
    maxAge: THIRTY_DAYS_S,
  });
}
