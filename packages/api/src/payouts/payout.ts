import { tables } from "@stoa/db";
import { type Currency, found, type Money, money } from "@stoa/kit";
import { postEntry, postHold, reverseEntry, voidHold } from "@stoa/ledger";
import { and, eq, inArray, sql } from "drizzle-orm";
import { announce } from "../platform/announce.ts";
import { recordAudit } from "../platform/audit.ts";
import type { TxContext } from "../platform/context.ts";
import { PayoutNotFound } from "./errors.ts";
import { payoutFee } from "./postings.ts";

const { payouts } = tables;

type Row = typeof payouts.$inferSelect;
export type PayoutStatus = Row["status"];
export type Payout = Omit<Row, "currency"> & { currency: Currency };

export function amountOf(payout: Pick<Payout, "amountMinor" | "currency">): Money {
  return money(payout.amountMinor, payout.currency);
}

/** The payout, locked until the transaction ends; every change of one starts here. Throws `PayoutNotFound`. */
export async function lockPayout(ctx: TxContext, payoutId: string): Promise<Payout> {
  const [row] = await ctx.db.select().from(payouts).where(eq(payouts.id, payoutId)).for("update");
  return found(row, () => new PayoutNotFound(payoutId)) as Payout;
}

/** It will not be sent: what was reserved is the payee's again. */
export async function cancelPayout(ctx: TxContext, payout: Payout, reason: string): Promise<void> {
  await voidHold(ctx, { holdId: payout.holdId, kind: "payout_cancelled", subject: payout.id });
  await move(ctx, payout, "cancelled", { reason, nextAttemptAt: null, endedAt: sql`now()` });
}

/** The gateway said no, before or after it had taken it: nothing left, and what was reserved is the payee's again. */
export async function failPayout(ctx: TxContext, payout: Payout, reason: string): Promise<void> {
  await voidHold(ctx, { holdId: payout.holdId, kind: "payout_failed", subject: payout.id });
  await move(ctx, payout, "failed", { reason, nextAttemptAt: null, endedAt: sql`now()` });
  await announceFailure(ctx, payout, reason);
}

interface Arrival {
  occurredAt: Date;
  /** What the gateway kept for it; null for nothing. */
  fee: Money | null;
}

/** It has arrived: what was reserved has left, and the gateway's fee with it. */
export async function settlePayout(ctx: TxContext, payout: Payout, { occurredAt, fee }: Arrival): Promise<void> {
  const { entryId } = await postHold(ctx, {
    holdId: payout.holdId,
    kind: "payout_paid",
    subject: payout.id,
    effectiveAt: occurredAt,
  });
  await bookFee(ctx, payout, { occurredAt, fee });
  await move(ctx, payout, "paid", { paidEntryId: entryId, paidAt: occurredAt, reason: null, nextAttemptAt: null });
  await announce(ctx, "payout.paid", { payoutId: payout.id, payeeId: payout.payeeId, amount: amountOf(payout) });
}

/** The gateway keeps the fee of what has arrived, whatever becomes of it later. */
async function bookFee(ctx: TxContext, payout: Payout, { occurredAt, fee }: Arrival): Promise<void> {
  if (fee === null || fee.amount === 0) return;
  const transfers = [payoutFee(payout.gateway, fee)];
  await postEntry(ctx, { kind: "payout_fee", subject: payout.id, effectiveAt: occurredAt, transfers });
}

/**
 * It came back: the payee is owed it again. It may have arrived without a word of it before; then only the gateway's fee
 * tells, which is booked now.
 */
export async function returnPayout(
  ctx: TxContext,
  payout: Payout,
  { reason, ...arrival }: Arrival & { reason: string | null },
): Promise<void> {
  const event = { kind: "payout_returned", subject: payout.id } as const;
  if (payout.paidEntryId === null) {
    await voidHold(ctx, { ...event, holdId: payout.holdId });
    await bookFee(ctx, payout, arrival);
  } else await reverseEntry(ctx, { ...event, entryId: payout.paidEntryId, code: "payout_returned" });
  const why = reason ?? "returned";
  await move(ctx, payout, "returned", { reason: why, nextAttemptAt: null, endedAt: sql`now()` });
  await announceFailure(ctx, payout, why);
}

async function announceFailure(ctx: TxContext, payout: Payout, reason: string): Promise<void> {
  const { id: payoutId, payeeId } = payout;
  await announce(ctx, "payout.failed", { payoutId, payeeId, amount: amountOf(payout), reason });
}

/** Lets go of all that was reserved for an account and not sent to it. */
export async function cancelWaiting(ctx: TxContext, accountId: string, reason: string): Promise<void> {
  const waiting = await ctx.db
    .select()
    .from(payouts)
    .where(and(eq(payouts.accountId, accountId), inArray(payouts.status, ["requested", "approved"])))
    .orderBy(payouts.id)
    .for("update");
  for (const payout of waiting) await cancelPayout(ctx, payout as Payout, reason);
}

type Changes = Parameters<ReturnType<TxContext["db"]["update"]>["set"]>[0];

/** The guards of the table refuse a move that its list does not hold. */
export async function move(ctx: TxContext, payout: Payout, to: PayoutStatus, set: Changes): Promise<void> {
  await ctx.db
    .update(payouts)
    .set({ ...set, status: to, updatedAt: sql`now()` })
    .where(eq(payouts.id, payout.id));
  await recordAudit(ctx, {
    action: `payouts.${to}`,
    subjectKind: "payout",
    subjectId: payout.id,
    before: { status: payout.status },
    after: { status: to },
  });
}
