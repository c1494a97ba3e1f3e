import { insertRows, tables } from "@stoa/db";
import { moneySchema, newId } from "@stoa/kit";
import { z } from "zod";
import type { TxContext } from "../platform/context.ts";
import { settingNow } from "../settings/index.ts";
import { giftShare, giftShareOf } from "./gift-share.ts";
import type { Order } from "./order.ts";

const { invoices } = tables;

/** What the document says, frozen when it was issued: a later change of a title or a rate does not rewrite it. */
export const invoiceContent = z.object({
  orderId: z.string(),
  seller: z.object({ name: z.string(), address: z.string(), taxNumber: z.string().nullable() }),
  buyer: z.object({ email: z.string() }),
  locale: z.string(),
  gift: giftShare.default("none"),
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

function contentOf(order: Order, seller: InvoiceContent["seller"]): InvoiceContent {
  const amount = (minor: number) => ({ amount: minor, currency: order.currency });
  return {
    orderId: order.id,
    seller,
    buyer: { email: order.email },
    locale: order.locale,
    gift: giftShareOf(order.lines),
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
