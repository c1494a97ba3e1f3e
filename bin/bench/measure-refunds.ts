import { recordRefund } from "@stoa/api/checkout/index";
import type { Context } from "@stoa/api/platform/context";
import { withTransaction } from "@stoa/db";
import { money } from "@stoa/kit";
import { pendingOrders, settleOrder } from "./orders.ts";
import { type BenchRow, load, row } from "./rows.ts";
import type { Scratch } from "./scratch.ts";

const ORDERS = 200;
const AT_ONCE = 8;
const PRICE_MINOR = 4_900;

/** Sales that are given back whole, beside the rate at which the same sales were settled. */
export async function measureRefunds(scratch: Scratch): Promise<BenchRow[]> {
  const { ctx } = scratch;
  await refundAll(ctx, await settled(scratch, "warm"));
  const sold = await settled(scratch, "refunded");
  const before = await scratch.statements();
  const perSecond = await refundAll(ctx, sold);
  const statements = ((await scratch.statements()) - before) / ORDERS;
  return [
    row("orders given back whole, 8 at once", perSecond, "orders/s", sold.perSecond),
    row("statements of a refund, beside those of a sale", statements, "statements", sold.statements),
  ];
}

interface Settled {
  orders: string[];
  perSecond: number;
  /** Of one sale. */
  statements: number;
}

async function settled(scratch: Scratch, label: string): Promise<Settled> {
  const orders = await pendingOrders(scratch.ctx, ORDERS, `refund-${label}`);
  const before = await scratch.statements();
  const { perSecond } = await load(orders, AT_ONCE, (id) => settleOrder(scratch.ctx, id, PRICE_MINOR));
  return { orders, perSecond, statements: ((await scratch.statements()) - before) / ORDERS };
}

async function refundAll(ctx: Context, { orders }: Settled): Promise<number> {
  const { perSecond } = await load(orders, AT_ONCE, (orderId) =>
    withTransaction(ctx, (tx) =>
      recordRefund(tx, "stripe", {
        refundId: `re_${orderId}`,
        paymentId: `pi_${orderId}`,
        orderId,
        refundKey: null,
        status: "succeeded",
        amount: money(PRICE_MINOR, "EUR"),
        occurredAt: new Date(),
        reason: null,
      }),
    ),
  );
  return perSecond;
}
