import { tables } from "@stoa/db";
import { type Currency, decodeCursor, money, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { ListRefundsInput, RefundRow } from "./schemas.ts";

const { refunds } = tables;

/** Refunds for staff, the newest first, whoever asked for them. */
export async function listRefunds(ctx: Context, { status, cursor, limit }: ListRefundsInput): Promise<Page<RefundRow>> {
  const rows = await ctx.db
    .select()
    .from(refunds)
    .where(and(status ? eq(refunds.status, status) : undefined, after(cursor)))
    .orderBy(desc(refunds.createdAt), desc(refunds.id))
    .limit(limit + 1);
  const page = toPage(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
  return {
    items: page.items.map(({ amountMinor, currency, ...row }) => ({
      ...row,
      amount: money(amountMinor, currency as Currency),
    })),
    nextCursor: page.nextCursor,
  };
}

function after(cursor: string | undefined) {
  if (!cursor) return undefined;
  const [at, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${refunds.createdAt}, ${refunds.id}) < (${at}::timestamptz, ${id})`;
}
