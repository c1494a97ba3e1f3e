import { withTransaction } from "@stoa/db";
import { found } from "@stoa/kit";
import { callOffRefund, findCall, getRefund, RefundNotFound, recordCallOutcome } from "../../payments/index.ts";
import { recordAudit } from "../../platform/audit.ts";
import type { Context } from "../../platform/context.ts";
import { RefundOnItsWay } from "./errors.ts";

/** Calls off a refund that the gateway has not been asked for yet. Throws `RefundNotFound` and `RefundOnItsWay`. */
export async function cancelRefund(ctx: Context, refundId: string): Promise<{ refundId: string }> {
  return withTransaction(ctx, async (tx) => {
    const refund = found(await getRefund(tx, refundId), () => new RefundNotFound(refundId));
    if (!(await callOffRefund(tx, refundId))) throw new RefundOnItsWay(refundId);
    const call = await findCall(tx, { kind: "refund", subjectId: refundId });
    if (call) await recordCallOutcome(tx, call.id, { status: "refused", lastError: "called off before it was sent" });
    await recordAudit(tx, {
      action: "checkout.cancel_refund",
      subjectKind: "order",
      subjectId: refund.orderId ?? refund.paymentId,
      after: { refundId },
    });
    return { refundId };
  });
}
