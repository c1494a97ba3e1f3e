import { tables } from "@stoa/db";
import { voidHold } from "@stoa/ledger";
import { and, asc, eq, lte, notExists, type SQL, sql } from "drizzle-orm";
import { endCoupon } from "../coupons/index.ts";
import { recordAudit } from "../platform/audit.ts";
import type { TxContext } from "../platform/context.ts";

const { grantAwards, couponRedemptions } = tables;

/** Awards closed in one transaction; the next run takes the rest. */
const BATCH = 200;

/**
 * Closes the awards whose time is over, by the database's clock: the coupon ends, and what was kept aside is free in its
 * pool again. An award whose buyer is paying just now waits for how that ends. The coupon stopped working by itself, to the
 * second; this only tidies up after it.
 */
export async function expireAwards(ctx: TxContext): Promise<{ expired: number }> {
  const due = await ctx.db
    .select({ id: grantAwards.id, couponId: grantAwards.couponId })
    .from(grantAwards)
    .where(isOver(ctx))
    .orderBy(asc(grantAwards.couponId))
    .limit(BATCH);
  let expired = 0;
  for (const award of due) expired += (await expireAward(ctx, award)) ? 1 : 0;
  return { expired };
}

/** The coupon is locked before the award, as everywhere. False when the award has been used meanwhile. */
async function expireAward(ctx: TxContext, { id, couponId }: { id: string; couponId: string }): Promise<boolean> {
  await endCoupon(ctx, couponId);
  const [award] = await ctx.db
    .update(grantAwards)
    .set({ status: "expired", updatedAt: sql`now()` })
    .where(and(eq(grantAwards.id, id), isOver(ctx)))
    .returning({ holdId: grantAwards.holdId });
  if (!award) return false;
  await voidHold(ctx, { holdId: award.holdId, kind: "grant_award_expired", subject: id });
  await recordAudit(ctx, {
    action: "grants.expire_award",
    subjectKind: "grant_award",
    subjectId: id,
    after: { status: "expired" },
  });
  return true;
}

function isOver(ctx: TxContext): SQL | undefined {
  const reserved = ctx.db
    .select({ id: couponRedemptions.id })
    .from(couponRedemptions)
    .where(and(eq(couponRedemptions.couponId, grantAwards.couponId), eq(couponRedemptions.status, "reserved")));
  return and(eq(grantAwards.status, "open"), lte(grantAwards.expiresAt, sql`now()`), notExists(reserved));
}
