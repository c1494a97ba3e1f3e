import { tables, withTransaction } from "@stoa/db";
import { found } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { CouponHasEnded, CouponNotFound } from "./errors.ts";

const { coupons } = tables;

type Status = (typeof coupons.$inferSelect)["status"];

/** Nobody new can use it until it is resumed; checkouts that hold a reservation keep it. */
export function pauseCoupon(ctx: Context, couponId: string): Promise<{ id: string }> {
  return moveCoupon(ctx, couponId, "paused");
}

/** It can be used again. Throws `CouponHasEnded`. */
export function resumeCoupon(ctx: Context, couponId: string): Promise<{ id: string }> {
  return moveCoupon(ctx, couponId, "active");
}

/** It is over for good. */
export function endCoupon(ctx: Context, couponId: string): Promise<{ id: string }> {
  return moveCoupon(ctx, couponId, "ended");
}

/** To be where it is asked to be is no error. Throws `CouponNotFound`, `CouponHasEnded`. */
async function moveCoupon(ctx: Context, id: string, to: Status): Promise<{ id: string }> {
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({ status: coupons.status })
      .from(coupons)
      .where(eq(coupons.id, id))
      .for("no key update");
    const { status } = found(row, () => new CouponNotFound(id));
    if (status === to) return { id };
    if (status === "ended") throw new CouponHasEnded(id);
    await tx.db.update(coupons).set({ status: to, updatedAt: sql`now()` }).where(eq(coupons.id, id));
    await recordAudit(tx, {
      action: `coupons.${WORDS[to]}`,
      subjectKind: "coupon",
      subjectId: id,
      before: { status },
      after: { status: to },
    });
    return { id };
  });
}

const WORDS = { paused: "pause", active: "resume", ended: "end" } as const satisfies Record<Status, string>;
