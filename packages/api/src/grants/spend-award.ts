import { tables } from "@stoa/db";
import { type Currency, invariant } from "@stoa/kit";
import { postHold, reverseEntry, voidHold } from "@stoa/ledger";
import { and, eq, inArray, sql } from "drizzle-orm";
import { announce } from "../platform/announce.ts";
import { recordAudit } from "../platform/audit.ts";
import type { TxContext } from "../platform/context.ts";
import { spentOf } from "./postings.ts";

const { grantAwards, ledgerEntries } = tables;

/** The event of an award that its pool has paid for. */
const SPENT = "grant_award_spent";

/**
 * Has the pool pay its part of a sale, when a grant issued the sale's coupon; else does nothing. Out of what was kept
 * aside at approval, never more: the rest of the hold is free again, and a price that rose beyond it is the platform's
 * discount. The caller has used up the coupon in this transaction, which makes the sale the award's only one.
 */
export async function spendAward(
  ctx: TxContext,
  sale: { couponId: string; orderId: string; discountMinor: number },
): Promise<void> {
  const [award] = await ctx.db.select().from(grantAwards).where(eq(grantAwards.couponId, sale.couponId)).for("update");
  if (!award) return;
  invariant(award.status === "open", "an award is open for as long as its coupon can be used");
  const spent = spentOf({ ...award, currency: award.currency as Currency }, sale.discountMinor);
  const closing = { holdId: award.holdId, subject: award.id };
  if (spent.amount > 0) await postHold(ctx, { ...closing, kind: SPENT, amount: spent });
  else await voidHold(ctx, { ...closing, kind: "grant_award_not_needed" });
  await ctx.db
    .update(grantAwards)
    .set({
      status: "used",
      spentMinor: spent.amount,
      orderId: sale.orderId,
      usedAt: sql`now()`,
      updatedAt: sql`now()`,
    })
    .where(eq(grantAwards.id, award.id));
  await recordAudit(ctx, {
    action: "grants.spend_award",
    subjectKind: "grant_award",
    subjectId: award.id,
    after: { orderId: sale.orderId, spent },
  });
  const { id: awardId, poolId, courseId, userId } = award;
  await announce(ctx, "grant.redeemed", { awardId, poolId, courseId, userId, orderId: sale.orderId, spent });
}

/**
 * These courses of an order were given back whole: what a pool had paid for one is in the pool again, and the award is over.
 * An order uses one coupon, so it has one award at most.
 */
export async function returnAward(
  ctx: TxContext,
  given: { orderId: string; courseIds: readonly string[] },
): Promise<void> {
  const { orderId, courseId, status } = grantAwards;
  const [award] = await ctx.db
    .select()
    .from(grantAwards)
    .where(and(eq(orderId, given.orderId), inArray(courseId, [...given.courseIds]), eq(status, "used")))
    .for("update");
  if (!award) return;
  const [spent] = await ctx.db
    .select({ entryId: ledgerEntries.id })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.kind, SPENT), eq(ledgerEntries.subject, award.id)));
  if (spent) {
    const { entryId } = spent;
    await reverseEntry(ctx, { entryId, kind: "grant_award_returned", subject: award.id, code: "grant_returned" });
  }
  await ctx.db
    .update(grantAwards)
    .set({ status: "returned", updatedAt: sql`now()` })
    .where(eq(grantAwards.id, award.id));
  await recordAudit(ctx, {
    action: "grants.return_award",
    subjectKind: "grant_award",
    subjectId: award.id,
    after: { orderId: given.orderId, returnedMinor: award.spentMinor },
  });
}
