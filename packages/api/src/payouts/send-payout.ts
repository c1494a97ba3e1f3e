import { tables, withTransaction } from "@stoa/db";
import { errorText, HOUR_MS, invariant, MINUTE_MS } from "@stoa/kit";
import { GatewayRefused } from "@stoa/payments";
import { and, eq, sql } from "drizzle-orm";
import { findCall, type GatewayCall, intendCall, recordCallOutcome } from "../payments/index.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { DESTINATION } from "./destination.ts";
import { currentAccount } from "./payees.ts";
import { amountOf, cancelPayout, failPayout, lockPayout, move, type Payout } from "./payout.ts";
import { countEnd, recordPayout } from "./record-payout.ts";
import { payerNamed } from "./register-account.ts";
import { tellPayee } from "./tell-of-payouts.ts";

const { payoutAccounts, payoutPayees, payouts } = tables;

/** While one asks, nobody else does; after a crash it is asked again then. The key alone keeps it from being paid twice. */
const LEASE_MS = 2 * MINUTE_MS;
const FIRST_WAIT_MS = MINUTE_MS;
const LONGEST_WAIT_MS = 6 * HOUR_MS;

/**
 * Sends an approved payout, or asks again after an answer was lost: always under the payout's own id, which the gateway
 * pays once (T63). A refusal gives the money back; anything less than an answer leaves it reserved and under way.
 */
export async function sendPayout(ctx: Context, payoutId: string): Promise<void> {
  const claimed = await withTransaction(ctx, (tx) => claim(tx, payoutId));
  if (claimed === null) return;
  const { payout, destination, call } = claimed;
  try {
    const snapshot = await payerNamed(ctx, payout.gateway).sendPayout(
      { payoutKey: payout.id, destination, amount: amountOf(payout), note: `Stoa ${payout.id}` },
      { idempotencyKey: call.idempotencyKey, correlationId: payout.correlationId },
    );
    await withTransaction(ctx, (tx) => recordPayout(tx, payout.gateway, snapshot));
  } catch (error) {
    if (error instanceof GatewayRefused) await withTransaction(ctx, (tx) => noteRefused(tx, payout, call, error));
    else await noteUnknown(ctx, payout, call, error);
  }
}

interface Claimed {
  payout: Payout;
  destination: string;
  call: GatewayCall;
}

/** Takes the payout for this run, with the intent to call written beside it; null when there is nothing to send. */
async function claim(ctx: TxContext, payoutId: string): Promise<Claimed | null> {
  const payout = await lockPayout(ctx, payoutId);
  if (payout.status !== "approved" && payout.status !== "sending") return null;
  if (payout.nextAttemptAt !== null && payout.nextAttemptAt > (await databaseNow(ctx))) return null;
  if (payout.status === "approved" && !(await mayLeave(ctx, payout))) return null;
  const [account] = await ctx.db.select().from(payoutAccounts).where(eq(payoutAccounts.id, payout.accountId));
  invariant(account, "a payout's account stays");
  if (payout.status === "approved") await move(ctx, payout, "sending", lease());
  else await ctx.db.update(payouts).set(lease()).where(eq(payouts.id, payoutId));
  await intendCall(ctx, {
    gateway: payout.gateway,
    kind: "payout",
    subjectId: payout.id,
    idempotencyKey: `payout-${payout.id}`,
  });
  const call = await findCall(ctx, { kind: "payout", subjectId: payout.id });
  invariant(call, "the call was written down before this");
  return { payout, call, destination: ctx.services.secrets.open(DESTINATION, account.destinationSealed) };
}

function lease() {
  return {
    attempts: sql`${payouts.attempts} + 1`,
    nextAttemptAt: sql`now() + ${LEASE_MS} * interval '1 millisecond'`,
  };
}

async function databaseNow(ctx: TxContext): Promise<Date> {
  const [row] = await ctx.db.execute<{ now: string }>(sql`select now() as now`);
  return new Date(row?.now ?? 0);
}

/** Looked at once more at the last moment: a payee may have been stopped, or have changed their account. */
async function mayLeave(ctx: TxContext, payout: Payout): Promise<boolean> {
  const [payee] = await ctx.db.select().from(payoutPayees).where(eq(payoutPayees.id, payout.payeeId));
  const account = await currentAccount(ctx, payout.payeeId);
  const reason = payee?.blockedAt ? "payee_blocked" : account?.id === payout.accountId ? null : "account_changed";
  if (reason === null) return true;
  await cancelPayout(ctx, payout, reason);
  return false;
}

async function noteRefused(ctx: TxContext, payout: Payout, call: GatewayCall, error: GatewayRefused): Promise<void> {
  const lastError = `${error.reason}: ${error.failure.explanation}`;
  await recordCallOutcome(ctx, call.id, { status: "refused", lastError });
  const now = await lockPayout(ctx, payout.id);
  if (now.status !== "sending") return;
  await failPayout(ctx, now, error.reason);
  countEnd(ctx, now, "failed");
  await tellPayee(ctx, now, "refused");
}

async function noteUnknown(ctx: Context, payout: Payout, call: GatewayCall, error: unknown): Promise<void> {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** payout.attempts, LONGEST_WAIT_MS);
  ctx.log.warn(
    { err: error, payoutId: payout.id },
    "the gateway did not say what became of a payout; it is asked again",
  );
  await recordCallOutcome(ctx, call.id, { status: "unknown", lastError: errorText(error) });
  await ctx.db
    .update(payouts)
    .set({ nextAttemptAt: sql`now() + ${wait} * interval '1 millisecond'`, updatedAt: sql`now()` })
    .where(and(eq(payouts.id, payout.id), eq(payouts.status, "sending")));
}
