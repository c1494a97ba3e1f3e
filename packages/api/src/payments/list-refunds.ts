import { tables } from "@stoa/db";
import { type Currency, decodeCursor, found, money, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { RefundNotFound } from "./errors.ts";
import { getRefund, type Refund } from "./refund-rows.ts";
import type { ListRefundsInput, RefundRow, RefundView } from "./schemas.ts";

const { refunds } = tables;

/** Refunds for staff, the newest first, whoever asked for them; all, or those of one order. */
export async function listRefunds(ctx: Context, input: ListRefundsInput): Promise<Page<RefundRow>> {
  const { status, orderId, cursor, limit } = input;
  const rows = await ctx.db
    .select()
    .from(refunds)
    .where(
      and(
        status ? eq(refunds.status, status) : undefined,
        orderId ? eq(refunds.orderId, orderId) : undefined,
        after(cursor),
      ),
    )
    .orderBy(desc(refunds.createdAt), desc(refunds.id))
    .limit(limit + 1);
  const page = toPage(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
  return { items: page.items.map(viewOfRefund), nextCursor: page.nextCursor };
}

/** One refund, with why it was asked for and what it gives back. Throws `RefundNotFound`. */
export async function readRefund(ctx: Context, id: string): Promise<RefundView> {
  return viewOfRefund(found(await getRefund(ctx, id), () => new RefundNotFound(id)));
}

function viewOfRefund({ amountMinor, currency, ...row }: Refund): RefundView {
  return { ...row, amount: money(amountMinor, currency as Currency) };
}

function after(cursor: string | undefined) {
  if (!cursor) return undefined;
  const [at, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${refunds.createdAt}, ${refunds.id}) < (${at}::timestamptz, ${id})`;
}
