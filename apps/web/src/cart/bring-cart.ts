import "server-only";
import { outcomeOf } from "@stoa/api/http/problem";
import { cookies } from "next/headers";
import { actorOfNewSession, api } from "../server/api.ts";
import { CART_COOKIE } from "../server/cart-token.ts";

/** Moves a visitor's cart to the account that has just signed in. One that cannot be moved now stays in the browser. */
export async function bringCart(): Promise<void> {
  const jar = await cookies();
  if (!jar.has(CART_COOKIE)) return;
  const merged = await outcomeOf((await api({ actor: await actorOfNewSession() })).cart.merge());
  if (merged.ok) jar.delete(CART_COOKIE);
}
