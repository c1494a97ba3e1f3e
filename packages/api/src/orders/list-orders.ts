import { tables } from "@stoa/db";
import { type Currency, money, normaliseEmail, type Page, toPage } from "@stoa/kit";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { type Ordering, orderingBy, type SortColumn } from "../platform/ordering.ts";
import type { ListAllOrdersInput, ListOrdersInput, OrderSort, OrderSummary } from "./schemas.ts";

const { orders } = tables;

const summaryColumns = {
  id: orders.id,
  status: orders.status,
  email: orders.email,
  emailNormalised: orders.emailNormalised,
  titles: sql<string[]>`array(select l.title from order_lines l where l.order_id = "orders"."id" order by l.position)`,
  totalMinor: orders.totalMinor,
  refundedMinor: orders.refundedMinor,
  currency: orders.currency,
  settledCurrency: orders.settledCurrency,
  invoiceNumber: orders.invoiceNumber,
  createdAt: orders.createdAt,
  paidAt: orders.paidAt,
};

interface SortKeys {
  id: string;
  createdAt: Date;
  totalMinor: number;
  emailNormalised: string;
}

/** What an order can be sorted by. A total is compared as a number, whatever its currency. */
const SORTS = {
  placed: { column: orders.createdAt, kind: "instant", of: (row) => row.createdAt.toISOString() },
  total: { column: orders.totalMinor, kind: "integer", of: (row) => row.totalMinor },
  buyer: { column: orders.emailNormalised, kind: "text", of: (row) => row.emailNormalised },
} as const satisfies Record<OrderSort, SortColumn<SortKeys>>;

/** What the signed-in person has ordered, the newest first: one statement, whatever the length. */
export function listOrders(ctx: Context & { actor: UserActor }, input: ListOrdersInput): Promise<Page<OrderSummary>> {
  return page(ctx, input, orderingBy(SORTS, orders.id, "-placed"), [eq(orders.userId, ctx.actor.id)]);
}

/** All orders, for staff, in the order they ask for. */
export function listAllOrders(ctx: Context, input: ListAllOrdersInput): Promise<Page<OrderSummary>> {
  return page(ctx, input, orderingBy(SORTS, orders.id, input.sort), [
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
  ordering: Ordering<SortKeys>,
  filters: (SQL | undefined)[],
): Promise<Page<OrderSummary>> {
  const rows = await ctx.db
    .select(summaryColumns)
    .from(orders)
    .where(and(...filters, ordering.after(input.cursor)))
    .orderBy(...ordering.order)
    .limit(input.limit + 1);
  const { items, nextCursor } = toPage(rows, input.limit, ordering.keyOf);
  return {
    items: items.map(({ totalMinor, refundedMinor, currency, settledCurrency, emailNormalised: _, ...row }) => ({
      ...row,
      total: money(totalMinor, currency as Currency),
      refunded: money(refundedMinor, (settledCurrency ?? currency) as Currency),
    })),
    nextCursor,
  };
}
