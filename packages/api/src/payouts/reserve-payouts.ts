import { tables, violates } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { type Currency, type Money, newId } from "@stoa/kit";
import { type AccountAddress, lockAvailable, postEntry, releasedOf } from "@stoa/ledger";
import type { GatewayName } from "@stoa/payments";
import { sql } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import { PayoutUnderWay } from "./errors.ts";
import { payoutReservation } from "./postings.ts";
import { payoutToSend } from "./send-message.ts";

const { payouts } = tables;

/** Whom to pay, and to which account. */
export interface PayableAccount {
  payeeId: string;
  accountId: string;
  gateway: GatewayName;
  address: AccountAddress;
}

export interface Payable extends PayableAccount {
  amount: Money;
}

/**
 * What each may be paid out at this moment, with their balances locked until the transaction ends; so that nothing of it
 * goes elsewhere meanwhile, to another payout or back to a buyer (T60, T61).
 */
export async function lockReleased(
  ctx: TxContext,
  accounts: readonly PayableAccount[],
  currency: Currency,
): Promise<Payable[]> {
  const refs = accounts.map(({ address }) => ({ address, currency }));
  const available = await lockAvailable(ctx, refs);
  const released = await releasedOf(ctx, refs);
  return accounts.flatMap((account, index) => {
    const [free, due] = [available[index], released[index]];
    return free && due ? [{ ...account, amount: free.amount < due.amount ? free : due }] : [];
  });
}

/**
 * Reserves the money of payouts in one entry of the books, and writes them down in one statement, however many they are.
 * Those that need nobody's approval are sent as soon as this commits. Throws `PayoutUnderWay`.
 */
export async function reservePayouts(
  ctx: TxContext,
  event: { subject: string; batchId: string | null; approved: boolean },
  wishes: readonly Payable[],
): Promise<string[]> {
  const now = ctx.clock.now();
  const ids = wishes.map((_, index) =>
    index === 0 && event.batchId === null ? event.subject : newId("payout", now.getTime()),
  );
  const { transferIds } = await postEntry(ctx, {
    kind: "payout_requested",
    subject: event.subject,
    transfers: wishes.map(payoutReservation),
  });
  const rows = wishes.map((wish, index) => ({
    id: ids[index] ?? "",
    payeeId: wish.payeeId,
    accountId: wish.accountId,
    batchId: event.batchId,
    gateway: wish.gateway,
    currency: wish.amount.currency,
    amountMinor: wish.amount.amount,
    status: event.approved ? ("approved" as const) : ("requested" as const),
    holdId: transferIds[index] ?? "",
    requestedBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
    nextAttemptAt: event.approved ? sql`now()` : null,
    correlationId: ctx.correlationId,
  }));
  try {
    await ctx.db.insert(payouts).values(rows);
  } catch (error) {
    if (violates(error, "payouts_under_way_key")) throw new PayoutUnderWay();
    throw error;
  }
  if (event.approved) for (const payoutId of ids) await enqueue(ctx, payoutToSend, { payoutId });
  return ids;
}
