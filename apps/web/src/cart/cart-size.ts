import "server-only";
import { cookies } from "next/headers";
import { currentActor, readApi } from "../server/api.ts";
import { CART_COOKIE } from "../server/cart-token.ts";

/** How many things are in the cart. Who has never put anything in costs no question. */
export async function cartSize(): Promise<number> {
  const [actor, jar] = await Promise.all([currentActor(), cookies()]);
  if (actor.kind !== "user" && !jar.has(CART_COOKIE)) return 0;
  return (await (await readApi()).cart.size()).lines;
}
