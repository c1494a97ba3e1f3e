import { type Currency, money } from "@stoa/kit";
import { account, postEntry, reverseEntry } from "@stoa/ledger";
import type { DisputeSnapshot, GatewayName } from "@stoa/payments";
import { endDispute, markDisputed, markRefunded, type Order, takenFor } from "../orders/index.ts";
import { addRefunded, type Dispute, findPayment, type Payment, recordDisputeRow } from "../payments/index.ts";
import type { TxContext } from "../platform/context.ts";
import { raiseAlert } from "../platform/raise-alert.ts";
import type { Applied } from "./apply-fact.ts";
import { PaymentNotSettledYet } from "./errors.ts";
import { endHold } from "./hold-payment.ts";
import { lockOrderWithBuyer } from "./lock-order-with-buyer.ts";
import { findEntryOfPayment, isPosted } from "./payment-entries.ts";
import {
  disputeFeePostings,
  disputeOpenedPostings,
  disputeWonPostings,
  heldDisputeLostPostings,
  type Movement,
} from "./postings.ts";
import { reverseLines } from "./reverse-lines.ts";

interface Case {
  /** Null when the payment is held for an order that is not here. */
  order: Order | null;
  payment: Payment;
  dispute: Dispute;
  snapshot: DisputeSnapshot;
  disputed: Movement;
}

/**
 * A dispute as the gateway tells it. While it is open the money it took lies apart and the buyer keeps what they bought;
 * won, the money comes back; lost, the sale is undone like a refund. A decided dispute stays decided: a late message of
 * its opening changes nothing. Throws `PaymentNotSettledYet`.
 */
export async function recordDispute(ctx: TxContext, gateway: GatewayName, snapshot: DisputeSnapshot): Promise<Applied> {
  const known = await findPayment(ctx, gateway, snapshot.paymentId);
  if (known === null && !snapshot.orderId?.startsWith("ord_")) return { outcome: "not_ours", orderId: null };
  if (known?.status !== "succeeded") throw new PaymentNotSettledYet(snapshot.paymentId);
  const order = known.orderId === null ? null : await lockOrderWithBuyer(ctx, known.orderId);
  const payment = (await findPayment(ctx, gateway, snapshot.paymentId)) ?? known;
  const orderCtx = order ? { ...ctx, correlationId: order.correlationId } : ctx;
  const { dispute, before } = await recordDisputeRow(orderCtx, payment, snapshot);
  const amount = money(dispute.amountMinor, dispute.currency as Currency);
  const matter: Case = { order, payment, dispute, snapshot, disputed: { gateway, amount } };

  if (dispute.status === "open") await opened(orderCtx, matter, before === null);
  else if (before !== dispute.status) await decided(orderCtx, matter);
  return { outcome: `dispute_${dispute.status}`, orderId: order?.id ?? null };
}

/** An early warning takes no money and moves nothing; it is recorded and staff are told. */
async function opened(ctx: TxContext, matter: Case, isNew: boolean): Promise<void> {
  const { order, dispute, snapshot } = matter;
  if (snapshot.fundsWithdrawn) await postOpened(ctx, matter);
  const warning = snapshot.status === "warning";
  if (!warning && (order?.status === "paid" || order?.status === "partially_refunded")) await markDisputed(ctx, order);
  if (!isNew) return;
  await raiseAlert(ctx, {
    severity: "warning",
    title: "A payment is disputed",
    summary: `Reason: ${snapshot.reason}. Send evidence before the date below.`,
    facts: [
      { label: "Order", value: order?.id ?? "unknown" },
      { label: "Dispute", value: dispute.gatewayDisputeId },
      { label: "Answer by", value: snapshot.respondBy?.toISOString() ?? "not told" },
    ],
    runbook: "dispute-opened",
    dedupeKey: `dispute:${dispute.id}`,
  });
}

/** The fee is booked now, because a win may give it back. */
async function decided(ctx: TxContext, matter: Case): Promise<void> {
  const { order, dispute, disputed, snapshot } = matter;
  if (snapshot.fee !== null && snapshot.fee.amount > 0) {
    const fee = { gateway: disputed.gateway, amount: snapshot.fee };
    await postEntry(ctx, { kind: "dispute_fee", subject: dispute.id, transfers: disputeFeePostings(fee) });
  }
  if (dispute.status === "lost") return lost(ctx, matter);
  if (await isPosted(ctx, "dispute_opened", dispute.id)) {
    await postEntry(ctx, { kind: "dispute_won", subject: dispute.id, transfers: disputeWonPostings(disputed) });
  }
  if (order?.status === "disputed") await endDispute(ctx, order);
}

async function lost(ctx: TxContext, matter: Case): Promise<void> {
  const { order, payment, dispute, disputed } = matter;
  await postOpened(ctx, matter);
  const sale = await findEntryOfPayment(ctx, payment);
  if (sale === null || order === null) return lostWhileHeld(ctx, matter);
  await reverseEntry(ctx, {
    entryId: sale.entryId,
    kind: "dispute_lost",
    subject: dispute.id,
    code: "dispute_lost",
    part: { amount: disputed.amount, over: sale.source },
    instead: { of: sale.source, use: account.disputesHeld(disputed.gateway) },
  });
  await addRefunded(ctx, payment, disputed.amount.amount);
  const total = order.refundedMinor + disputed.amount.amount;
  await markRefunded(ctx, order, { refundedMinor: total, disputeOpen: false });
  if (total >= takenFor(order).amount) await reverseLines(ctx, order);
}

async function lostWhileHeld(ctx: TxContext, { order, payment, dispute, disputed }: Case): Promise<void> {
  const transfers = heldDisputeLostPostings(disputed);
  await postEntry(ctx, { kind: "held_payment_dispute_lost", subject: dispute.id, transfers });
  const gone = await addRefunded(ctx, payment, disputed.amount.amount);
  if (gone >= payment.amountMinor) await endHold(ctx, order, payment, "dispute lost");
}

async function postOpened(ctx: TxContext, { dispute, disputed }: Case): Promise<void> {
  await postEntry(ctx, { kind: "dispute_opened", subject: dispute.id, transfers: disputeOpenedPostings(disputed) });
}
