import { insertRows, tables, together } from "@stoa/db";
import { moneySchema, newId, only } from "@stoa/kit";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { TxContext } from "../platform/context.ts";
import { settingNow } from "../settings/index.ts";
import type { Order } from "./order.ts";

const { invoices, invoiceCounters } = tables;

/** The series of the shop's sales; another seller or credit notes would count in a series of their own. */
const SERIES = "STOA";

/** What the document says, frozen when it was issued: a later change of a title or a rate does not rewrite it. */
export const invoiceContent = z.object({
  orderId: z.string(),
  seller: z.object({ name: z.string(), address: z.string(), taxNumber: z.string().nullable() }),
  buyer: z.object({ email: z.string() }),
  locale: z.string(),
  lines: z.array(z.object({ title: z.string(), quantity: z.number().int(), unit: moneySchema, total: moneySchema })),
  subtotal: moneySchema,
  discount: moneySchema,
  tax: z.object({
    country: z.string(),
    name: z.string(),
    rateBps: z.number().int(),
    mode: z.enum(["inclusive", "exclusive"]),
    amount: moneySchema,
  }),
  total: moneySchema,
});
export type InvoiceContent = z.infer<typeof invoiceContent>;

/** Who sells, as it stands in the settings at this moment. */
export async function readSeller(ctx: TxContext): Promise<InvoiceContent["seller"]> {
  const { name, address, taxNumber } = await settingNow(ctx, "seller");
  return { name, address, taxNumber };
}

/**
 * The next number, as in `STOA-2026-000042`. The counter's row stays locked until the commit, so that a rollback gives
 * the number back and no two orders share one; every other sale waits meanwhile, so take it last.
 */
export async function takeInvoiceNumber(ctx: TxContext, issuedAt: Date): Promise<string> {
  const year = issuedAt.getUTCFullYear();
  return `${SERIES}-${year}-${String(await nextNumber(ctx, year)).padStart(6, "0")}`;
}

/** Freezes the invoice of an order that is being paid. */
export async function issueInvoice(
  ctx: TxContext,
  order: Order,
  invoice: { number: string; seller: InvoiceContent["seller"]; issuedAt: Date },
): Promise<void> {
  const { seller, ...numbered } = invoice;
  const row = { id: newId("invoice", ctx.clock.now().getTime()), orderId: order.id, ...numbered };
  await ctx.db.execute(insertRows(invoices, [{ ...row, content: contentOf(order, seller) }]));
}

/**
 * Behind a lock whose waiters are served in turn. Those who wait for a row that every commit replaces are not: they start
 * over each time, and the unlucky wait until their time is up.
 */
async function nextNumber(ctx: TxContext, year: number): Promise<number> {
  const next = { lastNumber: sql`${invoiceCounters.lastNumber} + 1` };
  const number = { lastNumber: invoiceCounters.lastNumber };
  const [, [counted]] = await together([
    () => waitInTurn(ctx, `invoice:${SERIES}:${year}`),
    () =>
      ctx.db
        .update(invoiceCounters)
        .set(next)
        .where(and(eq(invoiceCounters.series, SERIES), eq(invoiceCounters.year, year)))
        .returning(number),
  ]);
  if (counted) return counted.lastNumber;
  const target = [invoiceCounters.series, invoiceCounters.year];
  const first = await ctx.db
    .insert(invoiceCounters)
    .values({ series: SERIES, year, lastNumber: 1 })
    .onConflictDoUpdate({ target, set: next })
    .returning(number);
  return only(first, "counter").lastNumber;
}

/** The queue is long when many sales come at once; the bound on every statement bounds it too. */
async function waitInTurn(ctx: TxContext, name: string): Promise<void> {
  await ctx.db.execute(sql`
    select set_config('lock_timeout', current_setting('statement_timeout'), true), pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

function contentOf(order: Order, seller: InvoiceContent["seller"]): InvoiceContent {
  const amount = (minor: number) => ({ amount: minor, currency: order.currency });
  return {
    orderId: order.id,
    seller,
    buyer: { email: order.email },
    locale: order.locale,
    lines: order.lines.map((line) => ({
      title: line.title,
      quantity: line.quantity,
      unit: amount(line.unitMinor),
      total: amount(line.unitMinor * line.quantity),
    })),
    subtotal: amount(order.subtotalMinor),
    discount: amount(order.discountMinor),
    tax: {
      country: order.taxCountry,
      name: order.taxName,
      rateBps: order.taxRateBps,
      mode: order.taxMode,
      amount: amount(order.taxMinor),
    },
    total: amount(order.totalMinor),
  };
}
