import { countCartLines, mergeCart, takeFromCart } from "../../carts/index.ts";
import { memberProcedure, publicProcedure, router } from "../../trpc.ts";
import { addToCart } from "./add-to-cart.ts";
import { keepCartCoupon } from "./keep-coupon.ts";
import * as s from "./schemas.ts";
import { viewCart } from "./view-cart.ts";

export const cartRouter = router({
  get: publicProcedure.output(s.cartView).query(({ ctx }) => viewCart(ctx)),
  size: publicProcedure.output(s.cartSize).query(async ({ ctx }) => ({ lines: await countCartLines(ctx) })),
  add: publicProcedure
    .input(s.addToCartInput)
    .output(s.addedToCart)
    .mutation(({ ctx, input }) => addToCart(ctx, input)),
  remove: publicProcedure
    .input(s.removeFromCartInput)
    .output(s.cartView)
    .mutation(async ({ ctx, input }) => {
      await takeFromCart(ctx, { kind: input.kind, subjectId: input.id });
      return viewCart(ctx);
    }),
  keepCoupon: publicProcedure
    .input(s.keepCouponInput)
    .output(s.cartView)
    .mutation(async ({ ctx, input }) => {
      await keepCartCoupon(ctx, input.couponCode || null);
      return viewCart(ctx);
    }),
  merge: memberProcedure.output(s.cartSize).mutation(async ({ ctx }) => {
    await mergeCart(ctx);
    return { lines: await countCartLines(ctx) };
  }),
});
