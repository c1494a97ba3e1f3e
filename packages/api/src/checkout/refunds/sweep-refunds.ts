import { enqueue } from "@stoa/jobs";
import { staleRefunds } from "../../payments/index.ts";
import type { TxContext } from "../../platform/context.ts";
import { raiseAlert } from "../../platform/raise-alert.ts";
import { refundToPursue } from "./refund-to-pursue.ts";

/**
 * The net under refunds: those that have stood still are pursued again, whatever became of their jobs, and staff are told
 * of one that was asked for an hour ago and has not reached the gateway. Gives how many there were.
 */
export async function sweepRefunds(ctx: TxContext): Promise<number> {
  const stale = await staleRefunds(ctx, refundToPursue.name);
  for (const { id, orderId, late } of stale) {
    await enqueue(ctx, refundToPursue, { refundId: id }, { dedupeKey: id });
    if (!late) continue;
    await raiseAlert(ctx, {
      severity: "critical",
      title: "A refund does not reach the gateway",
      summary: "It was asked for over an hour ago. It is tried again by itself; the buyer waits meanwhile.",
      facts: [
        { label: "Refund", value: id },
        { label: "Order", value: orderId ?? "unknown" },
      ],
      runbook: "refund-not-sent",
      dedupeKey: `refund-late:${id}`,
    });
  }
  return stale.length;
}
