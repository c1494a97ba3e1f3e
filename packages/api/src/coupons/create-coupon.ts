import { tables, withTransaction } from "@stoa/db";
import { eq } from "drizzle-orm";
import { coursesForSale } from "../courses/index.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { newCouponCode } from "./coupon-code.ts";
import { CouponScopeUnknown } from "./errors.ts";
import { issueCoupon } from "./issue-coupon.ts";
import type { CreateCouponInput } from "./schemas.ts";

const { users } = tables;

/** A coupon for anybody who has its code. Throws `CouponCodeTaken`, `CouponScopeUnknown`. */
export async function createCoupon(ctx: Context, input: CreateCouponInput): Promise<{ id: string; code: string }> {
  const { code = newCouponCode("STOA"), ...terms } = input;
  return withTransaction(ctx, async (tx) => {
    await scopeMustExist(tx, terms.scope);
    return issueCoupon(tx, { ...terms, code, holder: null });
  });
}

async function scopeMustExist(ctx: TxContext, scope: CreateCouponInput["scope"]): Promise<void> {
  if (scope.kind === "courses") {
    const known = new Set((await coursesForSale(ctx, scope.courseIds)).map((course) => course.id));
    const unknown = scope.courseIds.filter((id) => !known.has(id));
    if (unknown.length > 0) throw new CouponScopeUnknown(unknown);
  }
  if (scope.kind === "instructor") {
    const [teacher] = await ctx.db.select({ id: users.id }).from(users).where(eq(users.id, scope.instructorId));
    if (!teacher) throw new CouponScopeUnknown([scope.instructorId]);
  }
}
