import { tables } from "@stoa/db";
import { equals, HOUR_MS, unreachable } from "@stoa/kit";
import type { GatewayName, PayoutSnapshot } from "@stoa/payments";
import { and, eq, or, sql } from "drizzle-orm";
import { findCall, recordCallOutcome } from "../payments/index.ts";
import type { TxContext } from "../platform/context.ts";
import { amountOf, failPayout, lockPayout, move, type Payout, returnPayout, settlePayout } from "./payout.ts";
import { tellPayee } from "./tell-of-payouts.ts";

const { payouts } = tables;

/** How often a payout that is on its way is asked after, beside the events that tell of it. */
const FOLLOW_EVERY_MS = HOUR_MS;

export interface RecordedPayout {
  /** A word or two for the inbox. */
  outcome: string;
}

/**
 * Writes down what a gateway says of a payout as it is now: told by an event and read again, or asked for. May be told
 * any number of times and in any order. What differs from what was sent changes nothing, and people are told.
 */
export async function recordPayout(
  ctx: TxContext,
  gateway: GatewayName,
  snapshot: PayoutSnapshot,
): Promise<RecordedPayout> {
  const payout = await lockNamed(ctx, gateway, snapshot);
  if (payout === null) return { outcome: "not_ours" };
  if (payout.gatewayPayoutId === null) await answerCall(ctx, payout, snapshot);
  if (!equals(snapshot.amount, amountOf(payout))) {
    ctx.log.error({ payoutId: payout.id, told: snapshot.amount }, "a gateway names another amount than was sent");
    return { outcome: "amount_mismatch" };
  }
  if (payout.gatewayPayoutId === null) {
    await ctx.db
      .update(payouts)
      .set({ gatewayPayoutId: snapshot.payoutId, sentAt: sql`now()` })
      .where(eq(payouts.id, payout.id));
  }
  return { outcome: await apply(ctx, payout, snapshot) };
}

/** Whoever tells of a payout first tells what came of the call that asked for it, also when its own answer was lost. */
async function answerCall(ctx: TxContext, { id }: Payout, { payoutId }: PayoutSnapshot): Promise<void> {
  const call = await findCall(ctx, { kind: "payout", subjectId: id });
  if (call) await recordCallOutcome(ctx, call.id, { status: "succeeded", outcome: { payoutId } });
}

async function apply(ctx: TxContext, payout: Payout, snapshot: PayoutSnapshot): Promise<string> {
  const open = payout.status === "sending" || payout.status === "sent";
  switch (snapshot.status) {
    case "pending":
    case "unclaimed":
      if (open) await follow(ctx, payout, snapshot.status === "unclaimed" ? "unclaimed" : null);
      return snapshot.status;
    case "succeeded":
      if (open) {
        await settlePayout(ctx, payout, snapshot);
        countEnd(ctx, payout, "paid");
        await tellPayee(ctx, payout, "sent");
      }
      return "paid";
    case "failed":
      if (open) {
        await failPayout(ctx, payout, snapshot.reason ?? "failed");
        countEnd(ctx, payout, "failed");
        await tellPayee(ctx, payout, "refused");
      } else if (payout.status === "paid") await comesBack(ctx, payout, snapshot);
      return "failed";
    case "returned":
      if (open || payout.status === "paid") await comesBack(ctx, payout, snapshot);
      return "returned";
    default:
      return unreachable(snapshot.status, "payout status");
  }
}

async function comesBack(ctx: TxContext, payout: Payout, snapshot: PayoutSnapshot): Promise<void> {
  await returnPayout(ctx, payout, snapshot);
  countEnd(ctx, payout, "returned");
  await tellPayee(ctx, payout, "back");
}

/** Counts a payout that has ended, for whoever watches. */
export function countEnd(ctx: TxContext, { gateway }: Payout, outcome: "paid" | "failed" | "returned"): void {
  ctx.services.metrics.payouts.inc({ gateway, outcome });
}

/** On its way: it is asked after again in a while. */
async function follow(ctx: TxContext, payout: Payout, reason: string | null): Promise<void> {
  const set = { reason, nextAttemptAt: sql`now() + ${FOLLOW_EVERY_MS} * interval '1 millisecond'` };
  if (payout.status === "sending") {
    await move(ctx, payout, "sent", set);
    await tellPayee(ctx, payout, "sent");
  } else await ctx.db.update(payouts).set(set).where(eq(payouts.id, payout.id));
}

async function lockNamed(ctx: TxContext, gateway: GatewayName, snapshot: PayoutSnapshot): Promise<Payout | null> {
  const [row] = await ctx.db
    .select({ id: payouts.id })
    .from(payouts)
    .where(
      and(
        eq(payouts.gateway, gateway),
        or(eq(payouts.id, snapshot.payoutKey ?? ""), eq(payouts.gatewayPayoutId, snapshot.payoutId)),
      ),
    );
  return row ? lockPayout(ctx, row.id) : null;
}
