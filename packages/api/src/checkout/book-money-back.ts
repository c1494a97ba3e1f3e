import { insertRows, tables } from "@stoa/db";
import { type Money, money } from "@stoa/kit";
import { type AccountAddress, account, postEntry, reverseEntry, type TransferCode } from "@stoa/ledger";
import { clawBackCommissions } from "../affiliates/index.ts";
import { markRefunded, type Order, takenFor } from "../orders/index.ts";
import { type Payment, restateRefunded } from "../payments/index.ts";
import type { TxContext } from "../platform/context.ts";
import { divideMoneyBack, type MoneyBackParts } from "./divide-money-back.ts";
import { coverGifts } from "./donation/cover-gifts.ts";
import { endHold } from "./hold-payment.ts";
import { findEntryOfPayment } from "./payment-entries.ts";
import { failedRefundRepaidPostings, heldReturnedPostings, lossPostings, undoneShares } from "./postings.ts";
import { mailHeldRefund } from "./refunds/credit-money-back.ts";
import { type MoneyBackPlan, planMoneyBack } from "./refunds/plan-money-back.ts";
import { readStanding } from "./refunds/read-standing.ts";
import { reverseLines } from "./reverse-lines.ts";

/** Money of a payment that is with the buyer again. The caller holds the order and the payment. */
export interface MoneyBack {
  payment: Payment;
  /** Null when the payment is held for an order that is not here. */
  order: Order | null;
  amount: Money;
  cause: { kind: "refund" | "dispute_lost"; id: string };
  /** The lines that are given back; null when it is of the order as a whole. */
  lineIds: readonly string[] | null;
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

type Sale = NonNullable<Awaited<ReturnType<typeof findEntryOfPayment>>>;

/**
 * Books money that went back exactly once and exactly as much as the gateway took, whatever else went back before: see
 * `planMoneyBack`. What a sale gave is taken back with it; a held payment that has all gone back ends the hold. Gives what
 * was undone of a sale, which the caller credits (`creditMoneyBack`) when all else is done; null when nothing was.
 */
export async function bookMoneyBack(ctx: TxContext, back: MoneyBack): Promise<MoneyBackPlan | null> {
  const { payment, order, amount } = back;
  const sale = order && (await findEntryOfPayment(ctx, payment));
  if (sale) return takeSaleBack(ctx, { ...back, order, sale });
  const parts = divideMoneyBack(amount.amount, { owed: 0, left: payment.amountMinor - payment.refundedMinor });
  if (parts.undone > 0) await returnHeld(ctx, back, money(parts.undone, amount.currency));
  await bookBeside(ctx, back, parts);
  const refundedMinor = payment.refundedMinor + parts.undone;
  await restateRefunded(ctx, payment, { refundedMinor, lostMinor: payment.lostMinor + parts.lost });
  if (refundedMinor >= payment.amountMinor) await endHold(ctx, order, payment, WORDS[back.cause.kind].ends);
  if (order && back.cause.kind === "refund") await mailHeldRefund(ctx, { order, refundId: back.cause.id, amount });
  return null;
}

async function takeSaleBack(
  ctx: TxContext,
  back: MoneyBack & { order: Order; sale: Sale },
): Promise<MoneyBackPlan | null> {
  const { payment, order, amount, lineIds } = back;
  const plan = planMoneyBack(await readStanding(ctx, order, payment), { amountMinor: amount.amount, lineIds });
  await bookBeside(ctx, back, plan);
  await undoSale(ctx, back, plan);
  await clawBackCommissions(ctx, { lines: plan.lines, cause: back.cause });
  await restateRefunded(ctx, payment, plan.payment);
  await markRefunded(ctx, order, plan.order);
  const ends = plan.lines.flatMap((line) => (line.takenBack ? line.lineId : []));
  await reverseLines(ctx, order, ends);
  return plan.credited && plan;
}

/** What is neither the sale nor the hold: a failed refund that is paid now, and what went back beyond the payment. */
async function bookBeside(ctx: TxContext, back: MoneyBack, { repaid, lost }: MoneyBackParts): Promise<void> {
  const { payment, amount, cause } = back;
  const from = leavingFrom(back);
  const of = (minor: number) => ({ gateway: payment.gateway, amount: money(minor, amount.currency) });
  if (repaid > 0) {
    const transfers = failedRefundRepaidPostings(of(repaid), from);
    await postEntry(ctx, { kind: "failed_refund_repaid", subject: cause.id, transfers });
  }
  if (lost > 0) {
    await postEntry(ctx, { kind: "money_back_lost", subject: cause.id, transfers: lossPostings(of(lost), from) });
  }
}

async function returnHeld(ctx: TxContext, back: MoneyBack, amount: Money): Promise<void> {
  const { payment, cause } = back;
  const words = WORDS[cause.kind];
  const transfers = heldReturnedPostings({ gateway: payment.gateway, amount }, leavingFrom(back), words.heldCode);
  await postEntry(ctx, { kind: words.held, subject: cause.id, transfers });
}

async function undoSale(
  ctx: TxContext,
  back: MoneyBack & { order: Order; sale: Sale },
  { lines }: MoneyBackPlan,
): Promise<void> {
  const { order, cause, sale } = back;
  const undone = lines.filter((line) => line.netMinor + line.taxMinor > 0);
  if (undone.length === 0) return;
  await coverGifts(ctx, order, undone, cause.id);
  await reverseEntry(ctx, {
    entryId: sale.entryId,
    kind: WORDS[cause.kind].sale,
    subject: cause.id,
    code: cause.kind,
    part: { amounts: undoneShares(order, takenFor(order).amount, undone) },
    instead: { of: sale.source, use: leavingFrom(back) },
  });
  const of = cause.kind === "refund" ? { refundId: cause.id } : { disputeId: cause.id };
  const rows = undone.map(({ lineId, netMinor, taxMinor }) => ({ ...of, lineId, netMinor, taxMinor }));
  await ctx.db.execute(insertRows(tables.refundLines, rows));
}

/** A refund leaves what the gateway holds for us; a lost dispute, what it took and held apart. */
function leavingFrom({ payment, cause }: MoneyBack): AccountAddress {
  return cause.kind === "refund" ? account.gatewayClearing(payment.gateway) : account.disputesHeld(payment.gateway);
}
