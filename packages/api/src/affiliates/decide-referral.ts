import { tables, withTransaction } from "@stoa/db";
import { found } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { lockOrder } from "../orders/index.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { mustBeAnother } from "./affiliate.ts";
import { ReferralNotFound, ReferralNotHeld } from "./errors.ts";
import { freezeCommissions } from "./freeze-commissions.ts";
import { postCommissions } from "./post-commissions.ts";
import { askForStats } from "./stats-message.ts";

const { affiliateReferrals } = tables;

type Referral = typeof affiliateReferrals.$inferSelect;

/**
 * A person has looked at a held referral. Accepted, what is left of its commissions is booked, with the release date it
 * would have had; refused, it never earns. Throws `ReferralNotFound`, `ReferralNotHeld` and `OwnAffiliate`.
 */
export async function decideReferral(
  ctx: Context,
  input: { referralId: string; decision: "accepted" | "refused"; note: string },
): Promise<{ referralId: string; status: Referral["status"] }> {
  return withTransaction(ctx, async (tx) => {
    const referral = await lockHeld(tx, input.referralId);
    await mustBeAnother(tx, referral.affiliateId);
    const status = input.decision;
    await tx.db
      .update(affiliateReferrals)
      .set({ status, decidedBy: ctx.actor.kind === "user" ? ctx.actor.id : null, decidedAt: ctx.clock.now() })
      .where(eq(affiliateReferrals.id, referral.id));
    await recordAudit(tx, {
      action: "affiliates.decide_referral",
      subjectKind: "referral",
      subjectId: referral.id,
      before: { status: referral.status, signals: referral.signals },
      after: { status, note: input.note },
    });
    if (status === "accepted") await book(tx, referral);
    return { referralId: referral.id, status };
  });
}

/** The order is locked before the referral, as where it is paid. */
async function lockHeld(ctx: TxContext, referralId: string): Promise<Referral> {
  const [seen] = await ctx.db.select().from(affiliateReferrals).where(eq(affiliateReferrals.id, referralId));
  const { orderId } = found(seen, () => new ReferralNotFound(referralId));
  await lockOrder(ctx, orderId);
  const [row] = await ctx.db
    .select()
    .from(affiliateReferrals)
    .where(eq(affiliateReferrals.id, referralId))
    .for("update");
  if (row?.status !== "held") throw new ReferralNotHeld(referralId);
  return row;
}

async function book(ctx: TxContext, referral: Referral): Promise<void> {
  if (referral.convertedAt === null) return;
  const order = await lockOrder(ctx, referral.orderId);
  await postCommissions(ctx, referral);
  if (order.status === "disputed") {
    await freezeCommissions(ctx, { orderId: order.id, cause: { id: referral.id } });
  }
  await askForStats(ctx, referral.affiliateId);
}
