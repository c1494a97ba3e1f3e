import { type Currency, formatMoney, money } from "@stoa/kit";
import { lockOrder } from "../../orders/index.ts";
import { endRequestedRefund, type Refund } from "../../payments/index.ts";
import { recordAudit } from "../../platform/audit.ts";
import type { TxContext } from "../../platform/context.ts";
import { raiseAlert } from "../../platform/raise-alert.ts";

/** The gateway will not refund it: nothing has moved, what was kept for it is free again, and staff are told. */
export async function refuseRefund(ctx: TxContext, refund: Refund, reason: string): Promise<void> {
  if (refund.orderId !== null) await lockOrder(ctx, refund.orderId);
  const ended = await endRequestedRefund(ctx, refund.id, { status: "failed", reason });
  if (!ended) return;
  const orderId = refund.orderId ?? "unknown";
  await recordAudit(ctx, {
    action: "checkout.refund_refused",
    subjectKind: "order",
    subjectId: orderId,
    after: { refundId: refund.id, reason },
  });
  await raiseAlert(ctx, {
    severity: "critical",
    title: "A refund was refused by the gateway",
    summary: "Nothing has gone back. The buyer may be waiting for it.",
    facts: [
      { label: "Refund", value: refund.id },
      { label: "Order", value: orderId },
      { label: "Amount", value: formatMoney(money(refund.amountMinor, refund.currency as Currency)) },
      { label: "Reason", value: reason },
    ],
    runbook: "refund-not-sent",
    dedupeKey: `refund-refused:${refund.id}`,
  });
}
