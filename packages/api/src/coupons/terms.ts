import { tables } from "@stoa/db";
import { invariant, unreachable } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { CouponPerson } from "./coupon-use.ts";
import type { Discount } from "./discount.ts";

const { coupons } = tables;

type CouponRow = typeof coupons.$inferSelect;

/**
 * Whether a coupon can be used at this moment, by the database's clock. Not `now()`, which is the transaction's start: one
 * that waited for another's lock would use a coupon that is over by the time it gets it.
 */
export const isOpen = sql<boolean>`(${coupons.status} = 'active' and ${coupons.startsAt} <= clock_timestamp()
  and (${coupons.endsAt} is null or ${coupons.endsAt} > clock_timestamp()))`;

/** Whether a coupon is for anybody, or for this person: their account where both are known, else their address. */
export function isForPerson(
  coupon: Pick<CouponRow, "holderUserId" | "holderEmail">,
  { userId, email }: CouponPerson,
): boolean {
  if (coupon.holderEmail === null) return true;
  if (coupon.holderUserId !== null && userId !== null) return coupon.holderUserId === userId;
  return coupon.holderEmail === email;
}

/** The discount that a row describes; a constraint keeps its columns together. */
export function discountFrom({
  discount,
  rateBps,
  amountMinor,
}: Pick<CouponRow, "discount" | "rateBps" | "amountMinor">): Discount {
  switch (discount) {
    case "percentage":
      invariant(rateBps !== null, "a percentage has a rate");
      return { kind: discount, rateBps };
    case "amount":
    case "price":
      invariant(amountMinor !== null, `a coupon of ${discount} has an amount`);
      return { kind: discount, amountMinor };
    default:
      return unreachable(discount, "discount");
  }
}
