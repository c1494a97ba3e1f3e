import { type Money, money } from "@stoa/kit";
import { type AccountAddress, account, postEntry, reverseEntry, type TransferCode } from "@stoa/ledger";
import { markRefunded, type Order, takenFor } from "../orders/index.ts";
import { hasOpenDispute, type Payment, restateRefunded } from "../payments/index.ts";
import type { TxContext } from "../platform/context.ts";
import { divideMoneyBack } from "./divide-money-back.ts";
import { endHold } from "./hold-payment.ts";
import { findEntryOfPayment } from "./payment-entries.ts";
import { failedRefundRepaidPostings, heldReturnedPostings, lossPostings } from "./postings.ts";
import { reverseLines } from "./reverse-lines.ts";

/** Money of a payment that is with the buyer again. The caller holds the order and the payment. */
export interface MoneyBack {
  payment: Payment;
  /** Null when the payment is held for an order that is not here. */
  order: Order | null;
  amount: Money;
  cause: { kind: "refund" | "dispute_lost"; id: string };
}

/** What the entries of a cause are called, and why its transfers move. */
const WORDS = {
  refund: { sale: "payment_refunded", held: "held_payment_refunded", heldCode: "review_returned", ends: "refunded" },
  dispute_lost: {
    sale: "dispute_lost",
    held: "held_payment_dispute_lost",
    heldCode: "dispute_lost",
    ends: "dispute lost",
  },
} as const satisfies Record<MoneyBack["cause"]["kind"], { heldCode: TransferCode } & Record<string, string>>;

/**
 * Books money that went back exactly once and exactly as much as the gateway took, whatever else went back before: see
 * `divideMoneyBack`. A payment that has all gone back undoes what the order gave, or ends the hold.
 */
export async function bookMoneyBack(ctx: TxContext, back: MoneyBack): Promise<void> {
  const { payment, order, amount, cause } = back;
  const sale = order && (await findEntryOfPayment(ctx, payment));
  const standing = sale
    ? { owed: order.refundedMinor - payment.refundedMinor, left: takenFor(order).amount - order.refundedMinor }
    : { owed: 0, left: payment.amountMinor - payment.refundedMinor };
  const { repaid, undone, lost } = divideMoneyBack(amount.amount, standing);
  const from = leavingFrom(back);
  const of = (minor: number) => ({ gateway: payment.gateway, amount: money(minor, amount.currency) });

  if (repaid > 0) {
    const transfers = failedRefundRepaidPostings(of(repaid), from);
    await postEntry(ctx, { kind: "failed_refund_repaid", subject: cause.id, transfers });
  }
  if (undone > 0) await undo(ctx, back, sale, money(undone, amount.currency));
  if (lost > 0) {
    await postEntry(ctx, { kind: "money_back_lost", subject: cause.id, transfers: lossPostings(of(lost), from) });
  }
  const refundedMinor = payment.refundedMinor + repaid + undone;
  await restateRefunded(ctx, payment, { refundedMinor, lostMinor: payment.lostMinor + lost });

  if (sale) return giveBack(ctx, payment, order, undone);
  if (refundedMinor >= payment.amountMinor) await endHold(ctx, order, payment, WORDS[cause.kind].ends);
}

type Sale = Awaited<ReturnType<typeof findEntryOfPayment>>;

/** Undoes a sale, or lets held money go: it never was one. */
async function undo(ctx: TxContext, back: MoneyBack, sale: Sale, amount: Money): Promise<void> {
  const { payment, cause } = back;
  const from = leavingFrom(back);
  const words = WORDS[cause.kind];
  if (sale === null) {
    const transfers = heldReturnedPostings({ gateway: payment.gateway, amount }, from, words.heldCode);
    await postEntry(ctx, { kind: words.held, subject: cause.id, transfers });
    return;
  }
  await reverseEntry(ctx, {
    entryId: sale.entryId,
    kind: words.sale,
    subject: cause.id,
    code: cause.kind,
    part: { amount, over: sale.source },
    ...(sale.source === from ? {} : { instead: { of: sale.source, use: from } }),
  });
}

async function giveBack(ctx: TxContext, payment: Payment, order: Order, undoneMinor: number): Promise<void> {
  const refundedMinor = order.refundedMinor + undoneMinor;
  const disputeOpen = order.status === "disputed" && (await hasOpenDispute(ctx, payment));
  await markRefunded(ctx, order, { refundedMinor, disputeOpen });
  if (refundedMinor >= takenFor(order).amount) await reverseLines(ctx, order);
}

/** A refund leaves what the gateway holds for us; a lost dispute, what it took and held apart. */
function leavingFrom({ payment, cause }: MoneyBack): AccountAddress {
  return cause.kind === "refund" ? account.gatewayClearing(payment.gateway) : account.disputesHeld(payment.gateway);
}
