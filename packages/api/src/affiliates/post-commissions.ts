import { insertRows, tables } from "@stoa/db";
import { type Currency, invariant, type Money, money, newId } from "@stoa/kit";
import { account, lockAvailable, postEntry } from "@stoa/ledger";
import { and, asc, eq, gt, inArray, isNull } from "drizzle-orm";
import { announce } from "../platform/announce.ts";
import type { TxContext } from "../platform/context.ts";
import { earnedPostings, type Share } from "./postings.ts";

const { affiliateCommissions, affiliateEarnings } = tables;

export type Commission = typeof affiliateCommissions.$inferSelect;

/**
 * Brings the commissions of a referral into the books, as far as they are left, and pays with them what the affiliate
 * owes back. The caller holds the referral.
 */
export async function postCommissions(ctx: TxContext, referral: { id: string; affiliateId: string }): Promise<void> {
  const commissions = await ctx.db
    .select()
    .from(affiliateCommissions)
    .where(
      and(
        eq(affiliateCommissions.referralId, referral.id),
        isNull(affiliateCommissions.postedAt),
        gt(affiliateCommissions.remainingMinor, 0),
      ),
    )
    .orderBy(asc(affiliateCommissions.id));
  const [first] = commissions;
  if (!first) return;
  const currency = first.currency as Currency;
  const { owedBack } = await lockStanding(ctx, referral.affiliateId, currency);
  await postEntry(ctx, {
    kind: "commission_earned",
    subject: referral.id,
    transfers: earnedPostings(commissions.map(shareOf), owedBack),
  });
  await ctx.db
    .update(affiliateCommissions)
    .set({ postedAt: ctx.clock.now() })
    .where(
      inArray(
        affiliateCommissions.id,
        commissions.map(({ id }) => id),
      ),
    );
  await noteEarnings(
    ctx,
    commissions.map((commission) => ({ commission, minor: commission.remainingMinor })),
  );
  for (const { id, affiliateId, orderLineId, remainingMinor, availableAt } of commissions) {
    await announce(ctx, "commission.earned", {
      commissionId: id,
      referralId: referral.id,
      affiliateId,
      orderLineId,
      amount: money(remainingMinor, currency),
      availableAt: availableAt.toISOString(),
    });
  }
}

/** What an affiliate is owed, and what they owe, in the order in which both are locked everywhere. */
export function accountsOf(affiliateId: string, currency: Currency) {
  return [
    { address: account.affiliatePayable(affiliateId), currency },
    { address: account.affiliateReceivable(affiliateId), currency },
  ];
}

/** What an affiliate's balance can bear and what they owe back, held until the transaction ends. */
export async function lockStanding(
  ctx: TxContext,
  affiliateId: string,
  currency: Currency,
): Promise<{ available: Money; owedBack: Money }> {
  const [available, owedBack] = await lockAvailable(ctx, accountsOf(affiliateId, currency));
  invariant(available && owedBack, "both accounts of an affiliate answer");
  return { available, owedBack };
}

/** What is left of a commission, as the postings take it. */
export function shareOf({ affiliateId, currency, remainingMinor, availableAt }: Commission): Share {
  return { affiliateId, currency: currency as Currency, minor: remainingMinor, availableAt };
}

/** Writes down how commissions changed, for the statistics; beside every posting of one. */
export async function noteEarnings(
  ctx: TxContext,
  changes: readonly { commission: Commission; minor: number }[],
): Promise<void> {
  const at = ctx.clock.now();
  const rows = changes.map(({ commission, minor }) => ({
    id: newId("earning", at.getTime()),
    commissionId: commission.id,
    affiliateId: commission.affiliateId,
    currency: commission.currency,
    minor,
    occurredAt: at,
  }));
  if (rows.length > 0) await ctx.db.execute(insertRows(affiliateEarnings, rows));
}
