import { tables } from "@stoa/db";
import { found } from "@stoa/kit";
import { eq } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { drawReceipt } from "./draw-receipt.ts";
import { ReceiptNotReady } from "./errors.ts";
import { readableOrder } from "./get-order.ts";
import { invoiceContent } from "./issue-invoice.ts";

const { invoices } = tables;

/**
 * The receipt of a paid order as a PDF, for whoever may read the order; drawn from what was frozen when it was issued,
 * so that it says the same for ever. Throws `OrderNotFound` and `ReceiptNotReady`.
 */
export async function receiptPdf(ctx: Context, orderId: string): Promise<{ fileName: string; body: Buffer }> {
  const order = await readableOrder(ctx, orderId);
  const [row] = await ctx.db.select().from(invoices).where(eq(invoices.orderId, order.id));
  const invoice = found(row, () => new ReceiptNotReady(orderId));
  const body = await drawReceipt({
    number: invoice.number,
    issuedAt: invoice.issuedAt,
    content: invoiceContent.parse(invoice.content),
  });
  return { fileName: `${invoice.number}.pdf`, body };
}
