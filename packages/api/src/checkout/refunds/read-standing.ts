import { tables, together } from "@stoa/db";
import { inArray, sql } from "drizzle-orm";
import { commissionsOfLines } from "../../affiliates/index.ts";
import { returnsRedemption } from "../../coupons/index.ts";
import { awardsOfOrder } from "../../grants/index.ts";
import { asTaken, type Order, type OrderLine, takenFor } from "../../orders/index.ts";
import { hasOpenDispute, type Payment } from "../../payments/index.ts";
import type { TxContext } from "../../platform/context.ts";
import { type Buyer, buyerOfOrder } from "../buyer.ts";
import { productKind, type TakenBack } from "../product-kind.ts";
import type { LineMoney } from "./divide-over-lines.ts";
import type { SaleStanding } from "./plan-money-back.ts";

const { refundLines } = tables;

/** What stands beside a line that nothing can be taken back of. */
const NOTHING: TakenBack = { keptByAnother: false, enrolmentIds: [], inLms: false };
const NO_MONEY: LineMoney = { netMinor: 0, taxMinor: 0 };

/** How a sale stands at this moment; exact for whoever holds the order and the payment, a preview for all others. */
export async function readStanding(ctx: TxContext, order: Order, payment: Payment): Promise<SaleStanding> {
  const lineIds = order.lines.map((line) => line.id);
  const [undone, takenBack, openDispute, commissions, awards, couponReturns] = await together([
    () => undoneOf(ctx, lineIds),
    () => foreseeAll(ctx, order),
    () => hasOpenDispute(ctx, payment),
    () => commissionsOfLines(ctx, lineIds),
    async () => (order.couponId === null ? [] : awardsOfOrder(ctx, order.id)),
    () => returnsRedemption(ctx, order),
  ]);
  const { status, refundedMinor } = order;
  return {
    order: { status, refundedMinor, takenMinor: takenFor(order).amount },
    payment: { refundedMinor: payment.refundedMinor, lostMinor: payment.lostMinor },
    disputeOpen: status === "disputed" && openDispute,
    couponReturns,
    lines: soldLines(order).map(({ subjectId, ...line }) => ({
      ...line,
      undone: undone.get(line.lineId) ?? NO_MONEY,
      takenBack: takenBack.get(line.lineId) ?? NOTHING,
      commissions: commissions.filter((commission) => commission.lineId === line.lineId),
      awardedMinor: awards.find((award) => award.courseId === subjectId)?.spentMinor ?? 0,
    })),
  };
}

/** The lines of an order with what was taken for each. */
function soldLines(order: Order) {
  return asTaken(order, takenFor(order)).lines.map((line) => ({
    lineId: line.id,
    subjectId: line.kind === "course" ? line.subjectId : null,
    sold: { netMinor: line.totalMinor - line.taxMinor, taxMinor: line.taxMinor },
    handedOver: isHandedOver(line),
  }));
}

function isHandedOver(line: OrderLine): boolean {
  return line.fulfilledAt !== null && line.reversedAt === null;
}

async function undoneOf(ctx: TxContext, lineIds: readonly string[]): Promise<Map<string, LineMoney>> {
  const rows = await ctx.db
    .select({
      lineId: refundLines.lineId,
      netMinor: sql<number>`sum(${refundLines.netMinor})`.mapWith(Number),
      taxMinor: sql<number>`sum(${refundLines.taxMinor})`.mapWith(Number),
    })
    .from(refundLines)
    .where(inArray(refundLines.lineId, [...lineIds]))
    .groupBy(refundLines.lineId);
  return new Map(rows.map(({ lineId, ...money }) => [lineId, money]));
}

/** What taking back each line that the buyer has would do; one question a kind, however many lines it has. */
async function foreseeAll(ctx: TxContext, order: Order): Promise<Map<string, TakenBack>> {
  const buyer: Buyer = await buyerOfOrder(ctx, order);
  const foreseen = new Map<string, TakenBack>();
  for (const [kind, lines] of Map.groupBy(order.lines.filter(isHandedOver), (line) => line.kind)) {
    for (const [lineId, takenBack] of await productKind(kind).foresee(ctx, lines, buyer)) {
      foreseen.set(lineId, takenBack);
    }
  }
  return foreseen;
}
