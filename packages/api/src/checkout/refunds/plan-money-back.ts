import { remainingOf, type StandingCommission } from "../../affiliates/index.ts";
import type { OrderStatus } from "../../orders/index.ts";
import { statusAfterRefund } from "../../orders/index.ts";
import { divideMoneyBack, type MoneyBackParts } from "../divide-money-back.ts";
import type { TakenBack } from "../product-kind.ts";
import { divideOverLines, grossOf, type LineMoney, type LineStanding, leftOf } from "./divide-over-lines.ts";

/** How the payment of a sale, its order and what the order gave stand before money goes back. */
export interface SaleStanding {
  order: { status: OrderStatus; takenMinor: number; refundedMinor: number };
  payment: { refundedMinor: number; lostMinor: number };
  /** Whether a dispute of the payment stays open. */
  disputeOpen: boolean;
  /** Whether the order's coupon can be used again once nothing of the order is left. */
  couponReturns: boolean;
  lines: readonly SoldLine[];
}

export interface SoldLine extends LineStanding {
  /** Whether the buyer has it at this moment. */
  handedOver: boolean;
  /** What else would happen if it were taken back. */
  takenBack: TakenBack;
  commissions: readonly StandingCommission[];
  /** What a pool of grants has paid for it, in minor units of the price; 0 when none has. */
  awardedMinor: number;
}

export interface MoneyBackAsk {
  amountMinor: number;
  /** The lines that are given back; null when it is of the order as a whole. */
  lineIds: readonly string[] | null;
}

export interface LineEffect extends LineMoney {
  lineId: string;
  /** What is left of the line without its tax: what a commission is still owed for. */
  remainingNetMinor: number;
  /** Null when the buyer keeps it, or does not have it any more. */
  takenBack: TakenBack | null;
  /** What affiliates lose of their commissions. */
  clawedBack: readonly { affiliateId: string; minor: number }[];
  /** What the pool of a grant has again. */
  awardReturnedMinor: number;
}

/** Every effect of money that goes back. What a preview shows and what is then done are both read from this. */
export interface MoneyBackPlan extends MoneyBackParts {
  /** Every line of the order, also those of which nothing changes. */
  lines: readonly LineEffect[];
  order: { status: OrderStatus; refundedMinor: number };
  payment: { refundedMinor: number; lostMinor: number };
  /** What the credit note says; null when nothing of the sale is undone. */
  credited: LineMoney | null;
  /** Whether the order's coupon can be used again. */
  couponReturned: boolean;
}

/**
 * Says everything that follows when so much money of a sale goes back: what of it pays a refund that failed before, what
 * undoes the sale and of which line, and what is lost; what the order is then; and what the buyer no longer has. A line
 * ends when it was named and nothing is left of it, and every line when all of the order has gone back. Pure.
 */
export function planMoneyBack(standing: SaleStanding, ask: MoneyBackAsk): MoneyBackPlan {
  const { order, payment } = standing;
  const parts = divideMoneyBack(ask.amountMinor, {
    owed: order.refundedMinor - payment.refundedMinor,
    left: order.takenMinor - order.refundedMinor,
  });
  const refundedMinor = order.refundedMinor + parts.undone;
  const whole = refundedMinor >= order.takenMinor;
  const undone = new Map(
    divideOverLines(parts.undone, standing.lines, ask.lineIds).map((part) => [part.lineId, part] as const),
  );
  const lines = standing.lines.map((line): LineEffect => {
    const { netMinor = 0, taxMinor = 0 } = undone.get(line.lineId) ?? {};
    const gone = ask.lineIds?.includes(line.lineId) && leftOf(line) === netMinor + taxMinor;
    const ends = line.handedOver && (whole || gone === true);
    const remainingNetMinor = line.sold.netMinor - line.undone.netMinor - netMinor;
    return {
      lineId: line.lineId,
      netMinor,
      taxMinor,
      remainingNetMinor,
      takenBack: ends ? line.takenBack : null,
      clawedBack: clawedBackOf(line.commissions, remainingNetMinor),
      awardReturnedMinor: ends ? line.awardedMinor : 0,
    };
  });
  const ending = lines.filter((line) => line.takenBack !== null).length;
  const handedOver = standing.lines.filter((line) => line.handedOver).length;
  return {
    ...parts,
    lines,
    order: { refundedMinor, status: statusAfterRefund(order.status, { whole, disputeOpen: standing.disputeOpen }) },
    payment: {
      refundedMinor: payment.refundedMinor + parts.repaid + parts.undone,
      lostMinor: payment.lostMinor + parts.lost,
    },
    credited: creditOf(lines),
    couponReturned: standing.couponReturns && ending > 0 && ending === handedOver,
  };
}

function clawedBackOf(commissions: readonly StandingCommission[], remainingNetMinor: number) {
  return commissions.flatMap((commission) => {
    const minor = commission.remainingMinor - remainingOf(commission, remainingNetMinor);
    return minor > 0 ? [{ affiliateId: commission.affiliateId, minor }] : [];
  });
}

function creditOf(lines: readonly LineEffect[]): LineMoney | null {
  const credited = lines.reduce(
    (sum, line) => ({ netMinor: sum.netMinor + line.netMinor, taxMinor: sum.taxMinor + line.taxMinor }),
    { netMinor: 0, taxMinor: 0 },
  );
  return grossOf(credited) === 0 ? null : credited;
}
