import { tables } from "@stoa/db";
import { newId } from "@stoa/kit";
import { readOrder } from "../orders/index.ts";
import type { TxContext } from "../platform/context.ts";

/** Counts the sale, and puts the paid order under the bell of its buyer, if they have an account. */
export async function notifyBuyer(ctx: TxContext, orderId: string): Promise<void> {
  const order = await readOrder(ctx, orderId);
  const { enrolments, revenue } = ctx.services.metrics;
  for (const { kind, totalMinor, currency } of order.lines) {
    enrolments.inc({ source: "order" });
    revenue.inc({ kind, currency }, totalMinor);
  }
  if (order.userId === null) return;
  await ctx.db
    .insert(tables.notifications)
    .values({
      id: newId("notification", ctx.clock.now().getTime()),
      userId: order.userId,
      kind: "order_paid",
      data: { orderId, titles: order.lines.map((line) => line.title) },
      href: `/orders/${orderId}`,
      dedupeKey: `order-paid:${orderId}`,
    })
    .onConflictDoNothing();
}
