import { permittedProcedure, router } from "../trpc.ts";
import { createCoupon } from "./create-coupon.ts";
import { checkCouponFile, importCoupons } from "./import-coupons.ts";
import { endCoupon, pauseCoupon, resumeCoupon } from "./move-coupon.ts";
import { listCoupons } from "./queries.ts";
import * as s from "./schemas.ts";

const keeper = permittedProcedure("coupon:manage");

export const couponsRouter = router({
  list: keeper
    .input(s.listCouponsInput)
    .output(s.couponPage)
    .query(({ ctx, input }) => listCoupons(ctx, input)),
  create: keeper
    .meta({ access: "coupon:manage", limit: "staff", idempotent: true })
    .input(s.createCouponInput)
    .output(s.createdCoupon)
    .mutation(({ ctx, input }) => createCoupon(ctx, input)),
  pause: keeper
    .input(s.couponInput)
    .output(s.couponInput)
    .mutation(({ ctx, input }) => pauseCoupon(ctx, input.id)),
  resume: keeper
    .input(s.couponInput)
    .output(s.couponInput)
    .mutation(({ ctx, input }) => resumeCoupon(ctx, input.id)),
  end: keeper
    .input(s.couponInput)
    .output(s.couponInput)
    .mutation(({ ctx, input }) => endCoupon(ctx, input.id)),
  /** A mutation though it changes nothing: a file is too long for an address. */
  checkFile: keeper
    .input(s.couponFileInput)
    .output(s.checkedFile)
    .mutation(({ ctx, input }) => checkCouponFile(ctx, input.csv)),
  importFile: keeper
    .meta({ access: "coupon:manage", limit: "staff", idempotent: true })
    .input(s.couponFileInput)
    .output(s.importedFile)
    .mutation(({ ctx, input }) => importCoupons(ctx, input.csv)),
});
