import { type Database, type Transaction, tables, together } from "@stoa/db";
import { type Currency, found, type Money, money } from "@stoa/kit";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import { OrderNotFound } from "./errors.ts";

const { orders, orderLines } = tables;

type OrderRow = typeof orders.$inferSelect;
type LineRow = typeof orderLines.$inferSelect;

export type OrderStatus = OrderRow["status"];

/** A line as checkout works with it: what was promised, to whom it belongs, and whether it has been handed over. */
export type OrderLine = Omit<LineRow, "currency"> & { currency: Currency };

/** An order with its lines in their order. */
export type Order = Omit<OrderRow, "currency"> & { currency: Currency; lines: OrderLine[] };

/** What the buyer is asked to pay. */
export function totalOf(order: Pick<Order, "totalMinor" | "currency">): Money {
  return money(order.totalMinor, order.currency);
}

/** The order, locked until the transaction ends; every change of an order starts here. Throws `OrderNotFound`. */
export async function lockOrder(ctx: TxContext, orderId: string): Promise<Order> {
  const [[row], lines] = await together([
    () => ctx.db.select().from(orders).where(eq(orders.id, orderId)).for("update"),
    () => linesOf(ctx.db, orderId),
  ]);
  return withLines(
    found(row, () => new OrderNotFound(orderId)),
    lines,
  );
}

/** The order as it is now, unlocked. Throws `OrderNotFound`. */
export async function readOrder(ctx: { db: Database | Transaction }, orderId: string): Promise<Order> {
  const [row] = await ctx.db.select().from(orders).where(eq(orders.id, orderId));
  return withLines(
    found(row, () => new OrderNotFound(orderId)),
    await linesOf(ctx.db, orderId),
  );
}

/** Whether an order's time to be paid is over; the database's clock decides, because a process may be wrong about the time. */
export async function isOverdue(ctx: { db: Database | Transaction }, orderId: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ overdue: sql<boolean>`${orders.expiresAt} <= now()` })
    .from(orders)
    .where(eq(orders.id, orderId));
  return row?.overdue ?? false;
}

/** The normalised address of an order's buyer, or null when there is no such order. It never changes. */
export async function buyerAddressOf(ctx: { db: Database | Transaction }, orderId: string): Promise<string | null> {
  const [row] = await ctx.db.select({ email: orders.emailNormalised }).from(orders).where(eq(orders.id, orderId));
  return row?.email ?? null;
}

function linesOf(db: Database | Transaction, orderId: string) {
  return db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.position));
}

function withLines(row: OrderRow, lines: readonly LineRow[]): Order {
  return {
    ...row,
    currency: row.currency as Currency,
    lines: lines.map((line) => ({ ...line, currency: line.currency as Currency })),
  };
}

/** An order whose checkout lies at a gateway under this id, or null. */
export async function findOrderByCheckout(
  ctx: { db: Database | Transaction },
  gateway: NonNullable<Order["gateway"]>,
  checkoutId: string,
): Promise<{ id: string } | null> {
  const [row] = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.gateway, gateway), eq(orders.gatewayCheckoutId, checkoutId)));
  return row ?? null;
}

/** Notes where the buyer pays. The first checkout of an order stays its checkout. Gives whether the order still waits. */
export async function attachCheckout(
  ctx: TxContext,
  orderId: string,
  { checkoutId, redirectUrl }: { checkoutId: string; redirectUrl: string },
): Promise<boolean> {
  const [order] = await ctx.db
    .update(orders)
    .set({
      gatewayCheckoutId: sql`coalesce(${orders.gatewayCheckoutId}, ${checkoutId})`,
      redirectUrl: sql`coalesce(${orders.redirectUrl}, ${redirectUrl})`,
      updatedAt: sql`now()`,
    })
    .where(eq(orders.id, orderId))
    .returning({ status: orders.status });
  return order?.status === "pending";
}

/** Puts a guest's order on the account that has proved its address, if there is one. */
export async function adoptOrder(ctx: TxContext, order: Order, userId: string | null): Promise<void> {
  if (order.userId !== null || userId === null) return;
  await ctx.db
    .update(orders)
    .set({ userId })
    .where(and(eq(orders.id, order.id), isNull(orders.userId)));
}

/** Puts all of a guest's orders on the account that proved their address. Gives how many. */
export async function adoptGuestOrders(
  ctx: TxContext,
  { userId, email }: { userId: string; email: string },
): Promise<number> {
  const rows = await ctx.db
    .update(orders)
    .set({ userId })
    .where(and(isNull(orders.userId), eq(orders.emailNormalised, email)))
    .returning({ id: orders.id });
  return rows.length;
}
