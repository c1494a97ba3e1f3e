import { tables, withTransaction } from "@stoa/db";
import { eq, sql } from "drizzle-orm";
import { blockPayee, unblockPayee } from "../payouts/index.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { type Affiliate, lockAffiliate, mustBeAnother } from "./affiliate.ts";

const { affiliates, users } = tables;

/**
 * From now on the affiliate's link counts for nobody, and sales under way wait for a person. What was earned stays,
 * and is not paid out.
 * Suspending twice changes nothing. Throws `AffiliateNotFound`.
 */
export async function suspendAffiliate(ctx: Context, input: { affiliateId: string; reason: string }): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const affiliate = await lockAffiliate(tx, input.affiliateId);
    if (affiliate.status === "suspended") return;
    await move(tx, affiliate, { status: "suspended", suspendedReason: input.reason });
    await blockPayee(tx, { kind: "affiliate", subjectId: affiliate.id }, input.reason);
    await tell(tx, affiliate, input.reason);
  });
}

/** The link counts again, for visits and sales from now on. Throws `AffiliateNotFound` and `OwnAffiliate`. */
export async function reinstateAffiliate(ctx: Context, affiliateId: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await mustBeAnother(tx, affiliateId);
    const affiliate = await lockAffiliate(tx, affiliateId);
    if (affiliate.status === "active") return;
    await move(tx, affiliate, { status: "active", suspendedReason: null });
    await unblockPayee(tx, { kind: "affiliate", subjectId: affiliate.id });
  });
}

async function move(
  ctx: TxContext,
  affiliate: Affiliate,
  after: Pick<Affiliate, "status" | "suspendedReason">,
): Promise<void> {
  await ctx.db
    .update(affiliates)
    .set({ ...after, updatedAt: sql`now()` })
    .where(eq(affiliates.id, affiliate.id));
  await recordAudit(ctx, {
    action: after.status === "suspended" ? "affiliates.suspend" : "affiliates.reinstate",
    subjectKind: "affiliate",
    subjectId: affiliate.id,
    before: { status: affiliate.status, reason: affiliate.suspendedReason },
    after: { status: after.status, reason: after.suspendedReason },
  });
}

async function tell(ctx: TxContext, affiliate: Affiliate, reason: string): Promise<void> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, affiliate.userId));
  if (!user) return;
  await queueMail(ctx, {
    template: "affiliate-suspended",
    to: user.email,
    locale: user.locale,
    userId: user.id,
    data: { name: user.name, reason, supportUrl: new URL("/support", ctx.services.env.WEB_URL).href },
  });
}
