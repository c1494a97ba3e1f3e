import { tables, withTransaction } from "@stoa/db";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { Payout } from "./payout.ts";
import { recordPayout } from "./record-payout.ts";
import { payerNamed } from "./register-account.ts";
import { sendPayout } from "./send-payout.ts";

const { payouts } = tables;

/** One run's share; the next minute takes the next. */
const BATCH = 200;

/** Before one that could not be asked after has its turn again. */
const STEP_BACK_MINUTES = 10;

/**
 * The net under jobs and events: what was to be sent and was not, whose answer was lost, or of which nobody told how it
 * ended, is sent or asked after. One that cannot be asked does not hold up the others, however many such there are. Gives
 * how many were due.
 */
export async function followPayouts(ctx: Context): Promise<number> {
  const due = await ctx.db
    .select()
    .from(payouts)
    .where(and(inArray(payouts.status, ["approved", "sending", "sent"]), sql`${payouts.nextAttemptAt} <= now()`))
    .orderBy(asc(payouts.nextAttemptAt))
    .limit(BATCH);
  for (const payout of due) {
    try {
      if (payout.status === "sent") await askAfter(ctx, payout as Payout);
      else await sendPayout(ctx, payout.id);
    } catch (error) {
      ctx.log.warn({ err: error, payoutId: payout.id }, "a payout could not be followed; it is tried again later");
      await stepBack(ctx, payout.id);
    }
  }
  return due.length;
}

async function stepBack(ctx: Context, payoutId: string): Promise<void> {
  await ctx.db
    .update(payouts)
    .set({ nextAttemptAt: sql`now() + make_interval(mins => ${STEP_BACK_MINUTES})` })
    .where(and(eq(payouts.id, payoutId), sql`${payouts.nextAttemptAt} <= now()`));
}

async function askAfter(ctx: Context, payout: Payout): Promise<void> {
  if (payout.gatewayPayoutId === null) return;
  const gateway = payerNamed(ctx, payout.gateway);
  const snapshot = await gateway.retrievePayout(payout.gatewayPayoutId, { correlationId: payout.correlationId });
  await withTransaction(ctx, (tx) => recordPayout(tx, gateway.name, snapshot));
}
