import { tables } from "@stoa/db";
import { type Money, newId } from "@stoa/kit";
import { recordAudit } from "../platform/audit.ts";
import type { TxContext } from "../platform/context.ts";
import { CouponCodeTaken } from "./errors.ts";

const { coupons, couponCourses } = tables;

/** What a coupon promises; frozen from here on. */
export interface CouponTerms {
  code: string;
  label: string;
  discount:
    | { kind: "percentage"; rateBps: number }
    | { kind: "amount"; amount: Money }
    /** What is left to pay, whatever the price becomes. */
    | { kind: "price"; amount: Money };
  scope:
    | { kind: "all_courses" }
    | { kind: "courses"; courseIds: readonly string[] }
    | { kind: "instructor"; instructorId: string };
  /** The one person it is for; null when it is for anybody. */
  holder: { userId: string | null; email: string } | null;
  maxRedemptions: number | null;
  perPerson: number | null;
  startsAt?: Date | undefined;
  endsAt: Date | null;
  returnsOnRefund: boolean;
}

/** Writes a coupon. Who may, and for what, is the caller's to know. Throws `CouponCodeTaken`. */
export async function issueCoupon(ctx: TxContext, terms: CouponTerms): Promise<{ id: string; code: string }> {
  const { discount, scope, holder, code, ...rest } = terms;
  const id = newId("coupon", ctx.clock.now().getTime());
  const [written] = await ctx.db
    .insert(coupons)
    .values({
      ...rest,
      id,
      code,
      discount: discount.kind,
      rateBps: discount.kind === "percentage" ? discount.rateBps : null,
      amountMinor: discount.kind === "percentage" ? null : discount.amount.amount,
      currency: discount.kind === "percentage" ? null : discount.amount.currency,
      scope: scope.kind,
      instructorId: scope.kind === "instructor" ? scope.instructorId : null,
      holderUserId: holder?.userId ?? null,
      holderEmail: holder?.email ?? null,
    })
    .onConflictDoNothing({ target: coupons.code })
    .returning({ id: coupons.id });
  if (!written) throw new CouponCodeTaken(code);
  if (scope.kind === "courses") {
    const courseIds = [...new Set(scope.courseIds)];
    await ctx.db.insert(couponCourses).values(courseIds.map((courseId) => ({ couponId: id, courseId })));
  }
  await recordAudit(ctx, {
    action: "coupons.issue",
    subjectKind: "coupon",
    subjectId: id,
    after: { code, discount, scope, personal: holder !== null, maxRedemptions: terms.maxRedemptions },
  });
  return { id, code };
}
