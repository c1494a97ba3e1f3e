import { tables } from "@stoa/db";
import { eq, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { normaliseCode } from "./coupon-code.ts";
import type { CouponItem, CouponTry, UsableCoupon } from "./coupon-use.ts";
import { discountsOf } from "./discount.ts";
import { CouponNotValid } from "./errors.ts";
import { discountFrom, isForPerson, isOpen } from "./terms.ts";

const { coupons } = tables;

/**
 * The coupon of a code, when this person may use it for this now, with what it takes off each item. What this person has
 * reserved of it does not count against them, because a checkout that is taken up again asks with the same code; whoever
 * places a new order is counted strictly. One statement whatever the code, and one error: `CouponNotValid`.
 */
export async function findUsableCoupon(ctx: Context, attempt: CouponTry): Promise<UsableCoupon> {
  const coupon = await readCoupon(ctx, attempt);
  if (!coupon?.open || !isForPerson(coupon, attempt.person)) throw new CouponNotValid();
  const others = coupon.uses - coupon.reservedByPerson;
  if (coupon.maxRedemptions !== null && others >= coupon.maxRedemptions) throw new CouponNotValid();
  if (coupon.perPerson !== null && coupon.consumedByPerson >= coupon.perPerson) throw new CouponNotValid();
  if (coupon.currency !== null && coupon.currency !== attempt.currency) throw new CouponNotValid();

  const covered = attempt.items.map((item) => covers(coupon, item));
  const amounts = attempt.items.map((item) => item.amountMinor);
  const discounts = discountsOf(discountFrom(coupon), amounts, covered);
  if (discounts === null) throw new CouponNotValid();
  return { id: coupon.id, code: coupon.code, discounts };
}

function covers(
  coupon: { scope: "all_courses" | "courses" | "instructor"; instructorId: string | null; courseIds: string[] },
  item: CouponItem,
): boolean {
  if (item.kind !== "course") return false;
  if (coupon.scope === "courses") return coupon.courseIds.includes(item.subjectId);
  return coupon.scope === "all_courses" || (item.sellerId !== null && item.sellerId === coupon.instructorId);
}

async function readCoupon(ctx: Context, { code, person }: CouponTry) {
  const byPerson = (status: "reserved" | "consumed") => sql<number>`(
    select count(*)::int from coupon_redemptions r where r.coupon_id = "coupons"."id" and r.status = ${status}
    and (r.user_id = ${person.userId} or r.email_normalised = ${person.email}))`;
  const [coupon] = await ctx.db
    .select({
      id: coupons.id,
      code: coupons.code,
      discount: coupons.discount,
      rateBps: coupons.rateBps,
      amountMinor: coupons.amountMinor,
      currency: coupons.currency,
      scope: coupons.scope,
      instructorId: coupons.instructorId,
      holderUserId: coupons.holderUserId,
      holderEmail: coupons.holderEmail,
      maxRedemptions: coupons.maxRedemptions,
      perPerson: coupons.perPerson,
      uses: coupons.uses,
      open: isOpen,
      reservedByPerson: byPerson("reserved"),
      consumedByPerson: byPerson("consumed"),
      courseIds: sql<string[]>`array(select s.course_id from coupon_courses s where s.coupon_id = "coupons"."id")`,
    })
    .from(coupons)
    .where(eq(coupons.code, normaliseCode(code)));
  return coupon;
}
