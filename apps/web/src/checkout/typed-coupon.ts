import "server-only";
import { cookies } from "next/headers";
import { z } from "zod";
import { webEnv } from "../env.ts";

const COOKIE = "stoa_coupon";
const AN_HOUR_S = 60 * 60;
const content = z.object({ code: z.string().max(40), email: z.string().max(254) });

/** A code as the buyer typed it, and the address it was sent to when it is theirs alone. */
export type TypedCoupon = z.infer<typeof content>;

/** What was typed at this checkout; it is asked anew at every quote whether it is good for anything. */
export async function typedCoupon(): Promise<TypedCoupon | null> {
  const text = (await cookies()).get(COOKIE)?.value ?? "";
  try {
    return content.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** In a cookie and not in the address, because the address of a page ends up in logs. */
export async function keepTypedCoupon(typed: TypedCoupon): Promise<void> {
  (await cookies()).set(COOKIE, JSON.stringify(typed), {
    httpOnly: true,
    sameSite: "lax",
    secure: webEnv().webUrl.startsWith("https:"),
    path: "/checkout",
    maxAge: AN_HOUR_S,
  });
}

export async function forgetTypedCoupon(): Promise<void> {
  (await cookies()).set(COOKIE, "", { path: "/checkout", maxAge: 0 });
}
