import { tables } from "@stoa/db";
import { moneySchema, newId, only } from "@stoa/kit";
import { sql } from "drizzle-orm";
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

/**
 * Numbers and freezes the invoice of an order that is being paid: `STOA-2026-000042`. The counter's row stays locked
 * until the commit, so that a rollback gives its number back and no two orders share one; call it last.
 */
export async function issueInvoice(ctx: TxContext, order: Order, paidAt: Date): Promise<string> {
  const year = paidAt.getUTCFullYear();
  const counted = await ctx.db
    .insert(invoiceCounters)
    .values({ series: SERIES, year, lastNumber: 1 })
    .onConflictDoUpdate({
      target: [invoiceCounters.series, invoiceCounters.year],
      set: { lastNumber: sql`${invoiceCounters.lastNumber} + 1` },
    })
    .returning({ lastNumber: invoiceCounters.lastNumber });
  const number = `${SERIES}-${year}-${String(only(counted, "counter").lastNumber).padStart(6, "0")}`;
  await ctx.db.insert(invoices).values({
    id: newId("invoice", ctx.clock.now().getTime()),
    number,
    orderId: order.id,
    issuedAt: paidAt,
    content: contentOf(order, await readSeller(ctx)),
  });
  return number;
}

/** From the transaction itself: the number is taken already, and another connection might not be free. */
async function readSeller(ctx: TxContext): Promise<InvoiceContent["seller"]> {
  const { name, address, taxNumber } = await settingNow(ctx, "seller");
  return { name, address, taxNumber };
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
