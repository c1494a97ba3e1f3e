import { insertRows, tables } from "@stoa/db";
import { addMs, type Currency, DAY_MS, newId, share } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { TxContext } from "../platform/context.ts";
import { settingNow } from "../settings/index.ts";
import { readAffiliate } from "./affiliate.ts";
import { buyerSignals, type ReferredBuyer } from "./find-signals.ts";
import { type Signal, statusFor } from "./policy.ts";
import { postCommissions } from "./post-commissions.ts";
import { askForStats } from "./stats-message.ts";

const { affiliateCommissions, affiliateReferralRates, affiliateReferrals } = tables;

/** A sale as it was really paid. The caller holds the order. */
export interface PaidSale {
  orderId: string;
  buyer: ReferredBuyer;
  currency: Currency;
  /** What came for each line, without tax. */
  lines: readonly { lineId: string; netMinor: number }[];
  paidAt: Date;
  /** When the sale's own money cannot be asked back any more. */
  saleAvailableAt: Date;
}

type Referral = typeof affiliateReferrals.$inferSelect;

/**
 * Stores the commission of each line of a paid order, once, in the transaction that makes it paid, and books what nobody
 * has to look at first. It is released with the hold of the programme, and never before the sale (F3). An order that
 * nobody brought, or whose referral was refused, earns nothing.
 */
export async function accrueCommissions(ctx: TxContext, sale: PaidSale): Promise<void> {
  const [placed] = await ctx.db
    .select()
    .from(affiliateReferrals)
    .where(eq(affiliateReferrals.orderId, sale.orderId))
    .for("update");
  if (!placed || placed.status === "refused" || placed.convertedAt !== null) return;
  const referral = await lookAgain(ctx, placed, sale);
  if (referral.status === "refused") return;
  await storeCommissions(ctx, referral, sale);
  if (referral.status === "accepted") await postCommissions(ctx, referral);
  ctx.services.metrics.affiliateReferrals.inc({ status: referral.status });
  await askForStats(ctx, referral.affiliateId);
}

/** Whether somebody's link led to an order, so that most sales ask no more than this. */
export async function isReferred(ctx: TxContext, orderId: string): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: affiliateReferrals.id })
    .from(affiliateReferrals)
    .where(eq(affiliateReferrals.orderId, orderId));
  return rows.length > 0;
}

/**
 * Between order and payment a guest may have turned out to be the affiliate, and the affiliate may have been suspended. What
 * a person has decided before stands, unless something came to light since.
 */
async function lookAgain(ctx: TxContext, referral: Referral, sale: PaidSale): Promise<Referral> {
  const affiliate = await readAffiliate(ctx, referral.affiliateId);
  const found: Signal[] = await buyerSignals(ctx, affiliate, sale.buyer);
  if (affiliate.status === "suspended") found.push("suspended");
  const fresh = found.filter((sign) => !referral.signals.includes(sign));
  const signals = [...(referral.signals as Signal[]), ...fresh];
  const status = fresh.length === 0 ? referral.status : statusFor(signals);
  const convertedAt = status === "refused" ? null : sale.paidAt;
  await ctx.db
    .update(affiliateReferrals)
    .set({ status, signals, convertedAt })
    .where(eq(affiliateReferrals.id, referral.id));
  if (status !== referral.status) {
    await recordAudit(ctx, {
      action: "affiliates.look_again",
      subjectKind: "referral",
      subjectId: referral.id,
      before: { status: referral.status, signals: referral.signals },
      after: { status, signals },
    });
  }
  return { ...referral, status, signals, convertedAt };
}

async function storeCommissions(ctx: TxContext, referral: Referral, sale: PaidSale): Promise<void> {
  const rates = await ctx.db
    .select()
    .from(affiliateReferralRates)
    .where(eq(affiliateReferralRates.referralId, referral.id));
  const { holdDays } = await settingNow(ctx, "affiliateProgramme");
  const heldUntil = addMs(sale.paidAt, holdDays * DAY_MS);
  const availableAt = new Date(Math.max(heldUntil.getTime(), sale.saleAvailableAt.getTime()));
  const rows = sale.lines.flatMap(({ lineId, netMinor }) => {
    const rate = rates.find(({ orderLineId }) => orderLineId === lineId);
    if (rate === undefined || netMinor <= 0) return [];
    const amountMinor = share(netMinor, rate.rateBps);
    return [
      {
        id: newId("commission", ctx.clock.now().getTime()),
        referralId: referral.id,
        affiliateId: referral.affiliateId,
        orderLineId: lineId,
        rateBps: rate.rateBps,
        currency: sale.currency,
        netMinor,
        amountMinor,
        remainingMinor: amountMinor,
        saleAvailableAt: sale.saleAvailableAt,
        availableAt,
      },
    ];
  });
  if (rows.length > 0) await ctx.db.execute(insertRows(affiliateCommissions, rows));
}
