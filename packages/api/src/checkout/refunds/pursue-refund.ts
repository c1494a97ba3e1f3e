import { withTransaction } from "@stoa/db";
import type { Fence } from "@stoa/jobs";
import { type Currency, errorText, invariant, money } from "@stoa/kit";
import { type Gateway, GatewayRefused, type RefundSnapshot } from "@stoa/payments";
import {
  claimRefund,
  findCall,
  type GatewayCall,
  getPayment,
  getRefund,
  type Payment,
  type Refund,
  recordCallOutcome,
} from "../../payments/index.ts";
import type { Context } from "../../platform/context.ts";
import { recordRefund } from "../record-refund.ts";
import { refuseRefund } from "./refuse-refund.ts";

interface Pursued {
  refund: Refund;
  payment: Payment;
  gateway: Gateway;
}

/**
 * Brings a refund on: one that was asked for here is sent under its own id as the key, and one that is on its way is looked
 * up. May run any number of times, and after any crash. What was sent before is asked for first, so that an answer that
 * was lost is found and nothing is sent twice. Throws `GatewayUnavailable` and `GatewayOutcomeUnknown`, to be run again.
 */
export async function pursueRefund(ctx: Context, refundId: string, fence: Fence<Context>): Promise<void> {
  const refund = await getRefund(ctx, refundId);
  if (refund?.status !== "requested" && refund?.status !== "pending") return;
  const payment = await getPayment(ctx, refund.paymentId);
  invariant(payment, "a refund is of a payment");
  const gateway = ctx.services.gateways.get(payment.gateway);
  const pursued = { refund, payment, gateway };
  if (refund.status === "requested") await send(ctx, pursued, fence);
  else await lookUp(ctx, pursued, fence);
}

async function send(ctx: Context, pursued: Pursued, fence: Fence<Context>): Promise<void> {
  const { refund, gateway } = pursued;
  const claim = await claimRefund(ctx, refund.id);
  if (claim === "called_off") return;
  const call = await findCall(ctx, { kind: "refund", subjectId: refund.id });
  invariant(call, "a refund is written together with its call");
  try {
    const snapshot = await ask(ctx, pursued, claim);
    await fence.complete(async (tx) => {
      // Gateways that keep no names of ours still answer for the refund that was asked of them.
      await recordRefund(tx, gateway.name, { ...snapshot, refundKey: refund.id });
    });
  } catch (error) {
    if (error instanceof GatewayRefused) return refused(refund, call, error, fence);
    await recordCallOutcome(ctx, call.id, { status: "unknown", lastError: errorText(error) });
    throw error;
  }
}

async function ask(ctx: Context, { refund, payment, gateway }: Pursued, claim: "first" | "sent_before") {
  const paymentId = payment.gatewayPaymentId;
  const { correlationId } = ctx;
  if (claim === "sent_before") {
    const done = await gateway.findRefund(paymentId, refund.id, { correlationId });
    if (done) return done;
  }
  return gateway.refund(
    {
      paymentId,
      refundKey: refund.id,
      amount: money(refund.amountMinor, refund.currency as Currency),
      reason: "requested_by_customer",
      metadata: refund.orderId === null ? {} : { order_id: refund.orderId },
    },
    { idempotencyKey: refund.id, correlationId },
  );
}

/** A definite no: the money stays where it is, and a person is told. */
async function refused(refund: Refund, call: GatewayCall, error: GatewayRefused, fence: Fence<Context>): Promise<void> {
  const lastError = `${error.reason}: ${errorText(error)}`;
  await fence.complete(async (tx) => {
    await recordCallOutcome(tx, call.id, { status: "refused", lastError });
    await refuseRefund(tx, refund, error.reason);
  });
}

async function lookUp(ctx: Context, { refund, gateway }: Pursued, fence: Fence<Context>): Promise<void> {
  if (refund.gatewayRefundId === null) return;
  const found: RefundSnapshot = await gateway.retrieveRefund(refund.gatewayRefundId, {
    correlationId: ctx.correlationId,
  });
  await fence.complete((tx) => withTransaction(tx, (inner) => recordRefund(inner, gateway.name, found)));
}
