import { tables, withTransaction } from "@stoa/db";
import { addMs, DAY_MS, money } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import { type Order, ownOrder } from "../../orders/index.ts";
import type { Context, TxContext } from "../../platform/context.ts";
import { settingNow } from "../../settings/index.ts";
import { buyerOfOrder } from "../buyer.ts";
import { lockOrderWithBuyer } from "../lock-order-with-buyer.ts";
import { productKind } from "../product-kind.ts";
import { chooseRefund } from "./choose-refund.ts";
import { leftOf } from "./divide-over-lines.ts";
import { FailedRefundOwed, LineNotRefundable, NothingToRefund, PaymentDisputed } from "./errors.ts";
import { type RefundPreview, viewOfPlan } from "./preview-refund.ts";
import { type Refundable, readRefundable } from "./read-refundable.ts";
import { type RefundPolicy, type ReturnRefusal, whyNotReturnable } from "./refund-policy.ts";
import { oncePerKey, placeRefund, type RequestedRefund } from "./request-refund.ts";
import type { ReturnOffer } from "./schemas.ts";

const { orders } = tables;

/** What stands in the note of a refund that a buyer asked for by the policy. */
const BY_POLICY = "asked for by the buyer, as the refund policy allows";

/** What the buyer of an order may give back by themselves, and why the rest not. Throws `OrderNotFound` for all others. */
export async function offerReturn(ctx: Context, orderId: string): Promise<ReturnOffer> {
  await ownOrder(ctx, orderId);
  return withTransaction(ctx, async (tx) => {
    const order = await ownOrder(tx, orderId);
    const policy = await settingNow(tx, "refundPolicy");
    const until = order.paidAt && policy.withinDays > 0 ? addMs(order.paidAt, policy.withinDays * DAY_MS) : null;
    const answers = await answersOf(tx, order, policy);
    return { ...policy, until, lines: answers };
  });
}

/** What would follow if the buyer gave these lines back. Throws as `returnLines` does. */
export async function previewReturn(ctx: Context, ask: { orderId: string; lineIds: string[] }): Promise<RefundPreview> {
  await ownOrder(ctx, ask.orderId);
  return withTransaction(ctx, async (tx) => {
    const order = await ownOrder(tx, ask.orderId);
    const refundable = await mustBeReturnable(tx, order, ask.lineIds);
    const preview = viewOfPlan(order, refundable, chooseRefund(refundable, { kind: "lines", lineIds: ask.lineIds }));
    // What an affiliate earns is between them and the shop.
    return { ...preview, lines: preview.lines.map((line) => ({ ...line, commissions: [] })) };
  });
}

/**
 * The buyer gives lines of their own order back, within the time and the use that the policy allows; signed in, or with
 * the order's token. Throws `OrderNotFound` for all others, `LineNotRefundable` and what `chooseRefund` refuses.
 */
export async function returnLines(ctx: Context, ask: { orderId: string; lineIds: string[] }): Promise<RequestedRefund> {
  await ownOrder(ctx, ask.orderId);
  return oncePerKey(ctx, async (tx) => {
    const order = await lockOrderWithBuyer(tx, ask.orderId);
    const orderCtx = { ...tx, correlationId: order.correlationId };
    const refundable = await mustBeReturnable(orderCtx, order, ask.lineIds);
    const chosen = chooseRefund(refundable, { kind: "lines", lineIds: ask.lineIds });
    return placeRefund(orderCtx, refundable, { ...chosen, note: BY_POLICY });
  });
}

async function mustBeReturnable(ctx: TxContext, order: Order, lineIds: readonly string[]): Promise<Refundable> {
  const refundable = await readRefundable(ctx, order);
  const answers = await answersFor(ctx, order, refundable, await settingNow(ctx, "refundPolicy"));
  for (const lineId of lineIds) {
    const refusal = answers.has(lineId) ? answers.get(lineId) : "gone";
    if (refusal !== null) throw new LineNotRefundable(lineId, refusal ?? "gone");
  }
  return refundable;
}

/** Nothing can be given back of an order that brought no money, or whose payment is disputed or owed a refund. */
async function answersOf(ctx: TxContext, order: Order, policy: RefundPolicy): Promise<ReturnOffer["lines"]> {
  try {
    const refundable = await readRefundable(ctx, order);
    chooseRefund(refundable, { kind: "lines", lineIds: [] });
    const answers = await answersFor(ctx, order, refundable, policy);
    return refundable.standing.lines.map((line) => ({
      lineId: line.lineId,
      title: order.lines.find((each) => each.id === line.lineId)?.title ?? "",
      left: money(leftOf(line), refundable.currency),
      refusal: answers.get(line.lineId) ?? null,
    }));
  } catch (error) {
    const none = [NothingToRefund, PaymentDisputed, FailedRefundOwed].some((each) => error instanceof each);
    if (none) return [];
    throw error;
  }
}

async function answersFor(
  ctx: TxContext,
  order: Order,
  { standing, onTheirWay }: Refundable,
  policy: RefundPolicy,
): Promise<Map<string, ReturnRefusal | null>> {
  const buyer = await buyerOfOrder(ctx, order);
  const inTime = await isInTime(ctx, order, policy);
  const answers = new Map<string, ReturnRefusal | null>();
  for (const line of order.lines) {
    const stands = standing.lines.find((each) => each.lineId === line.id);
    const returnable = {
      leftMinor: stands ? leftOf(stands) : 0,
      handedOver: stands?.handedOver ?? false,
      onItsWay: onTheirWay.includes(line.id),
      usedPercent: await productKind(line.kind).usedPercent(ctx, line, buyer),
    };
    answers.set(line.id, whyNotReturnable(returnable, policy, inTime));
  }
  return answers;
}

/** The database's clock decides, because a process may be wrong about the time. */
async function isInTime(ctx: TxContext, order: Order, { withinDays }: RefundPolicy): Promise<boolean> {
  const [row] = await ctx.db
    .select({ inTime: sql<boolean>`now() < ${orders.paidAt} + make_interval(days => ${withinDays})` })
    .from(orders)
    .where(eq(orders.id, order.id));
  return row?.inTime === true;
}
