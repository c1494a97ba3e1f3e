import { tables } from "@stoa/db";
import { type Currency, decodeCursor, money, normaliseEmail, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import type { ListAllOrdersInput, ListOrdersInput, OrderSummary } from "./schemas.ts";

const { orders } = tables;

const summaryColumns = {
  id: orders.id,
  status: orders.status,
  email: orders.email,
  titles: sql<string[]>`array(select l.title from order_lines l where l.order_id = "orders"."id" order by l.position)`,
  totalMinor: orders.totalMinor,
  refundedMinor: orders.refundedMinor,
  currency: orders.currency,
  settledCurrency: orders.settledCurrency,
  invoiceNumber: orders.invoiceNumber,
  createdAt: orders.createdAt,
  paidAt: orders.paidAt,
};

/** What the signed-in person has ordered, the newest first: one statement, whatever the length. */
export function listOrders(ctx: Context & { actor: UserActor }, input: ListOrdersInput): Promise<Page<OrderSummary>> {
  return page(ctx, input, [eq(orders.userId, ctx.actor.id)]);
}

/** All orders, for staff. */
export function listAllOrders(ctx: Context, input: ListAllOrdersInput): Promise<Page<OrderSummary>> {
  return page(ctx, input, [
    input.status ? eq(orders.status, input.status) : undefined,
    input.q ? matching(input.q) : undefined,
  ]);
}

/** Each kind of term has an index of its own; looking for a part of one would read the whole table. */
function matching(q: string): SQL {
  if (q.startsWith("ord_")) return eq(orders.id, q);
  if (q.includes("@")) return eq(orders.emailNormalised, normaliseEmail(q));
  return eq(orders.invoiceNumber, q.toUpperCase());
}

async function page(
  ctx: Context,
  input: { cursor?: string | undefined; limit: number },
  filters: (SQL | undefined)[],
): Promise<Page<OrderSummary>> {
  const after = input.cursor ? decodeCursor(input.cursor, ["instant", "text"]) : null;
  const rows = await ctx.db
    .select(summaryColumns)
    .from(orders)
    .where(
      and(
        ...filters,
        after ? sql`(${orders.createdAt}, ${orders.id}) < (${after[0]}::timestamptz, ${after[1]})` : undefined,
      ),
    )
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(input.limit + 1);
  const { items, nextCursor } = toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id]);
  return {
    items: items.map(({ totalMinor, refundedMinor, currency, settledCurrency, ...row }) => ({
      ...row,
      total: money(totalMinor, currency as Currency),
      refunded: money(refundedMinor, (settledCurrency ?? currency) as Currency),
    })),
    nextCursor,
  };
}
