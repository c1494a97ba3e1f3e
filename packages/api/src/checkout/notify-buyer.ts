import { type Order, readOrder } from "../orders/index.ts";
import type { TxContext } from "../platform/context.ts";
import { type NotificationKind, notify } from "../platform/notify.ts";

/** Counts the sale, and puts the paid order under the bell of its buyer, if they have an account. */
export async function notifyBuyer(ctx: TxContext, orderId: string): Promise<void> {
  const order = await readOrder(ctx, orderId);
  const { enrolments, revenue } = ctx.services.metrics;
  for (const { kind, totalMinor, currency } of order.lines) {
    enrolments.inc({ source: "order" });
    revenue.inc({ kind, currency }, totalMinor);
  }
  await notifyOfOrder(ctx, order, "order_paid", orderId);
}

/** Tells the buyer, if they have an account, what became of an order; once for each `subjectId`. */
export async function notifyOfOrder(
  ctx: TxContext,
  order: Order | null,
  kind: Extract<NotificationKind, "order_paid" | "payment_held" | "purchase_refunded" | "payment_disputed">,
  subjectId: string,
): Promise<void> {
  if (order === null || order.userId === null) return;
  const title = order.lines.map((line) => line.title).join(", ");
  await notify(ctx, {
    userId: order.userId,
    kind,
    data: { orderId: order.id, title },
    href: `/orders/${order.id}`,
    dedupeKey: `${kind.replace("_", "-")}:${subjectId}`,
  });
}
