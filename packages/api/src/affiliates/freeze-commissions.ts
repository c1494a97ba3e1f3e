import { tables } from "@stoa/db";
import type { Currency } from "@stoa/kit";
import { placeHold, voidHold } from "@stoa/ledger";
import { asc, eq, inArray } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import { type Commission, lockStanding, shareOf } from "./post-commissions.ts";
import { frozenPosting } from "./postings.ts";

const { affiliateCommissions, orderLines } = tables;

/**
 * Keeps the commissions of a disputed order from being paid out, as far as they have not been. A second dispute of the
 * same order finds them kept. The caller holds the order.
 */
export async function freezeCommissions(
  ctx: TxContext,
  { orderId, cause }: { orderId: string; cause: { id: string } },
): Promise<void> {
  const commissions = await lockOfOrder(ctx, orderId);
  await freezeEach(
    ctx,
    commissions.filter(({ freezeHoldId, postedAt }) => freezeHoldId === null && postedAt !== null),
    cause.id,
  );
}

/** The last dispute of an order is decided: what is left of its commissions can be paid out on its day again. */
export async function thawCommissions(ctx: TxContext, { orderId }: { orderId: string }): Promise<void> {
  const commissions = await lockOfOrder(ctx, orderId);
  await thawEach(
    ctx,
    commissions.filter(({ freezeHoldId }) => freezeHoldId !== null),
  );
}

/** Reserves what is left of each, as far as the balance bears it; what was paid out before cannot be kept. */
export async function freezeEach(ctx: TxContext, commissions: readonly Commission[], causeId: string): Promise<void> {
  for (const commission of commissions) {
    const { available } = await lockStanding(ctx, commission.affiliateId, commission.currency as Currency);
    const minor = Math.min(commission.remainingMinor, available.amount);
    if (minor <= 0) continue;
    const { holdId } = await placeHold(ctx, {
      kind: "commission_frozen",
      // A commission is frozen anew for one cause only when less of it is left.
      subject: `${commission.id}/${causeId}/${commission.remainingMinor}`,
      transfer: frozenPosting({ ...shareOf(commission), minor }),
    });
    await keepHold(ctx, commission.id, holdId);
  }
}

export async function thawEach(ctx: TxContext, commissions: readonly Commission[]): Promise<void> {
  for (const { id, freezeHoldId } of commissions) {
    if (freezeHoldId === null) continue;
    await voidHold(ctx, { holdId: freezeHoldId, kind: "commission_thawed", subject: freezeHoldId });
    await keepHold(ctx, id, null);
  }
}

async function keepHold(ctx: TxContext, id: string, freezeHoldId: string | null): Promise<void> {
  await ctx.db.update(affiliateCommissions).set({ freezeHoldId }).where(eq(affiliateCommissions.id, id));
}

function lockOfOrder(ctx: TxContext, orderId: string): Promise<Commission[]> {
  const lines = ctx.db.select({ id: orderLines.id }).from(orderLines).where(eq(orderLines.orderId, orderId));
  return ctx.db
    .select()
    .from(affiliateCommissions)
    .where(inArray(affiliateCommissions.orderLineId, lines))
    .orderBy(asc(affiliateCommissions.id))
    .for("update");
}
