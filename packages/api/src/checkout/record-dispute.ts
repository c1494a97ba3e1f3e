import { type Currency, formatMoney, money } from "@stoa/kit";
import { account, postEntry } from "@stoa/ledger";
import type { DisputeSnapshot, GatewayName } from "@stoa/payments";
import { freezeCommissions, thawCommissions } from "../affiliates/index.ts";
import { endDispute, markDisputed, type Order } from "../orders/index.ts";
import {
  type Dispute,
  findPayment,
  hasOpenDispute,
  lockPayment,
  type Payment,
  recordDisputeRow,
} from "../payments/index.ts";
import { announce } from "../platform/announce.ts";
import { recordAudit } from "../platform/audit.ts";
import type { TxContext } from "../platform/context.ts";
import { raiseAlert } from "../platform/raise-alert.ts";
import type { Applied } from "./apply-fact.ts";
import { bookMoneyBack } from "./book-money-back.ts";
import { mailDispute } from "./disputes/mail-dispute.ts";
import { PaymentNotSettledYet } from "./errors.ts";
import { lockOrderWithBuyer } from "./lock-order-with-buyer.ts";
import { notifyOfOrder } from "./notify-buyer.ts";
import { findEntryOfPayment, isPosted } from "./payment-entries.ts";
import {
  disputeFeePostings,
  disputeOpenedPostings,
  disputeWonPostings,
  lossPostings,
  type Movement,
} from "./postings.ts";
import { creditMoneyBack } from "./refunds/credit-money-back.ts";
import { reviewMoneyElsewhere } from "./refunds/refund-elsewhere.ts";

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
 * won, the money comes back; lost, the sale is undone like a refund as far as anything is left of it, and what the
 * gateway took beyond that is a loss. A decided dispute stays decided: a late message of its opening changes nothing. Throws `PaymentNotSettledYet`.
 */
export async function recordDispute(ctx: TxContext, gateway: GatewayName, snapshot: DisputeSnapshot): Promise<Applied> {
  const known = await findPayment(ctx, gateway, snapshot.paymentId);
  if (known === null && !snapshot.orderId?.startsWith("ord_")) return { outcome: "not_ours", orderId: null };
  if (known?.status !== "succeeded") throw new PaymentNotSettledYet(snapshot.paymentId);
  const order = known.orderId === null ? null : await lockOrderWithBuyer(ctx, known.orderId);
  const payment = await lockPayment(ctx, known.id);
  const orderCtx = order ? { ...ctx, correlationId: order.correlationId } : ctx;
  const { dispute, before } = await recordDisputeRow(orderCtx, payment, snapshot);
  const amount = money(dispute.amountMinor, dispute.currency as Currency);
  const matter: Case = { order, payment, dispute, snapshot, disputed: { gateway, amount } };

  if (before !== dispute.status) await recordChange(orderCtx, matter, before);
  if (dispute.status === "open") await opened(orderCtx, matter, before === null);
  else if (before !== dispute.status) await decided(orderCtx, matter);
  else if (await isTakenLate(orderCtx, matter)) await lost(orderCtx, matter);
  return { outcome: `dispute_${dispute.status}`, orderId: order?.id ?? null };
}

/** What the order's timeline shows of it, and other systems are told. */
async function recordChange(ctx: TxContext, matter: Case, before: Dispute["status"] | null): Promise<void> {
  const { order, dispute, disputed } = matter;
  const { id, status, reason, dueBy } = dispute;
  await recordAudit(ctx, {
    action: `checkout.dispute_${status}`,
    subjectKind: "dispute",
    subjectId: id,
    ...(before === null ? {} : { before: { status: before } }),
    after: { status, amount: disputed.amount, reason, dueBy },
  });
  if (order === null) return;
  const told = { orderId: order.id, userId: order.userId, disputeId: id, amount: disputed.amount };
  if (status === "open")
    await announce(ctx, "order.disputed", {
      ...told,
      reason: matter.snapshot.reason,
      respondBy: dueBy?.toISOString() ?? null,
    });
  else await announce(ctx, "order.dispute_closed", { ...told, outcome: status });
}

/** An early warning takes no money and moves nothing; it is recorded and staff are told. */
async function opened(ctx: TxContext, matter: Case, isNew: boolean): Promise<void> {
  const { order, payment, dispute, snapshot } = matter;
  if (snapshot.fundsWithdrawn) await postOpened(ctx, matter);
  const standing = order?.status === "paid" || order?.status === "partially_refunded";
  // A second payment that is held for a paid order does not put the sale in dispute.
  if (snapshot.status !== "warning" && standing && (await findEntryOfPayment(ctx, payment))) {
    await markDisputed(ctx, order);
    await freezeCommissions(ctx, { orderId: order.id, cause: dispute });
  }
  if (snapshot.status !== "warning") {
    await mailDispute(ctx, order, { id: dispute.id, amount: matter.disputed.amount, state: "opened" });
  }
  if (!isNew) return;
  await notifyOfOrder(ctx, order, "payment_disputed", dispute.id);
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
  const { dispute, disputed, snapshot } = matter;
  if (snapshot.fee !== null && snapshot.fee.amount > 0) {
    const fee = { gateway: disputed.gateway, amount: snapshot.fee };
    await postEntry(ctx, { kind: "dispute_fee", subject: dispute.id, transfers: disputeFeePostings(fee) });
  }
  // A dispute of what was refunded before can be lost without the gateway taking the money a second time.
  if (dispute.status === "lost" && snapshot.fundsWithdrawn) await lost(ctx, matter);
  else await kept(ctx, matter);
}

/** The money is ours: it came back, or was never taken. */
async function kept(ctx: TxContext, { order, payment, dispute, disputed }: Case): Promise<void> {
  if (await isPosted(ctx, "dispute_opened", dispute.id)) {
    await postEntry(ctx, { kind: "dispute_won", subject: dispute.id, transfers: disputeWonPostings(disputed) });
    await mailDispute(ctx, order, { id: dispute.id, amount: disputed.amount, state: "won" });
  }
  await endWithoutOthers(ctx, order, payment);
}

/** The sale stands again, unless another dispute of it is open. A second payment that is held says nothing of the sale. */
async function endWithoutOthers(ctx: TxContext, order: Order | null, payment: Payment): Promise<void> {
  const ofSale = order?.status === "disputed" && (await findEntryOfPayment(ctx, payment)) !== null;
  if (!ofSale || (await hasOpenDispute(ctx, payment))) return;
  await endDispute(ctx, order);
  await thawCommissions(ctx, { orderId: order.id });
}

/** A gateway may say that a dispute is lost before it says that it took the money. */
async function isTakenLate(ctx: TxContext, { dispute, snapshot }: Case): Promise<boolean> {
  if (dispute.status !== "lost" || snapshot.status !== "lost" || !snapshot.fundsWithdrawn) return false;
  return !(await isPosted(ctx, "dispute_opened", dispute.id));
}

async function lost(ctx: TxContext, matter: Case): Promise<void> {
  const { order, payment, dispute, disputed } = matter;
  await postOpened(ctx, matter);
  if (disputed.amount.currency !== payment.currency) return lostElsewhere(ctx, matter);
  const cause = { kind: "dispute_lost", id: dispute.id } as const;
  const { amount } = disputed;
  const undone = await bookMoneyBack(ctx, { payment, order, amount, cause, lineIds: null });
  if (order && !(await hasOpenDispute(ctx, payment))) await thawCommissions(ctx, { orderId: order.id });
  await mailDispute(ctx, order, { id: dispute.id, amount, state: "lost" });
  if (order && undone) await creditMoneyBack(ctx, { order, cause, amount, plan: undone });
}

/**
 * What was taken in another currency than the payment came in cannot be set against the sale to the minor unit: it is a
 * loss in its own, and a person decides what of the order ends with it.
 */
async function lostElsewhere(ctx: TxContext, { order, payment, dispute, disputed }: Case): Promise<void> {
  const transfers = lossPostings(disputed, account.disputesHeld(disputed.gateway));
  await postEntry(ctx, { kind: "money_back_lost", subject: dispute.id, transfers });
  const { amount } = disputed;
  await reviewMoneyElsewhere(ctx, { order, payment, amount, cause: { kind: "dispute", id: dispute.id } });
  await endWithoutOthers(ctx, order, payment);
  await raiseAlert(ctx, {
    severity: "critical",
    title: "A dispute was lost in another currency than the payment’s",
    summary: "The money is booked as a loss. The order stands: decide what of it ends.",
    facts: [
      { label: "Order", value: order?.id ?? "unknown" },
      { label: "Dispute", value: dispute.gatewayDisputeId },
      { label: "Taken", value: formatMoney(disputed.amount) },
    ],
    runbook: "dispute-opened",
    dedupeKey: `dispute-elsewhere:${dispute.id}`,
  });
}

async function postOpened(ctx: TxContext, { dispute, disputed }: Case): Promise<void> {
  await postEntry(ctx, { kind: "dispute_opened", subject: dispute.id, transfers: disputeOpenedPostings(disputed) });
}
