import { withTransaction } from "@stoa/db";
import { countCartLines, mergeCart, putInCart } from "../../carts/index.ts";
import { isOn } from "../../flags/index.ts";
import type { Context } from "../../platform/context.ts";
import { buyerOf, visitor } from "../buyer.ts";
import { FeatureNotOpen } from "../errors.ts";
import { productKind } from "../product-kind.ts";
import type { AddToCartInput } from "./schemas.ts";

/**
 * Puts something that is for sale into the caller's cart, at the price of this moment. A visitor's first thing makes
 * the cart. Throws what the kind refuses, `CartFull`, and `FeatureNotOpen` while carts are not rolled out to the caller.
 */
export async function addToCart(
  ctx: Context,
  input: AddToCartInput,
): Promise<{ lines: number; cartToken: string | null }> {
  if (!(await isOn(ctx, "cart"))) throw new FeatureNotOpen();
  await mergeCart(ctx);
  const buyer = (await buyerOf(ctx, undefined)) ?? visitor(ctx);
  const offers = await productKind(input.kind).quote(ctx, [input], buyer);
  return withTransaction(ctx, async (tx) => {
    let cartToken: string | null = null;
    for (const { kind, subjectId, quantity, title, unit: seen } of offers) {
      cartToken = (await putInCart(tx, { kind, subjectId, quantity, title, seen })).token;
    }
    const request = ctx.request && cartToken !== null ? { ...ctx.request, cartToken } : ctx.request;
    return { lines: await countCartLines({ ...tx, request }), cartToken };
  });
}
