import type { Currency } from "@stoa/kit";
import type { z } from "zod";
import type { Context } from "../platform/context.ts";
import { buyerOf, visitor } from "./buyer.ts";
import { quoteOrder } from "./quote-order.ts";
import type { QuoteAnswer, quoteInput } from "./schemas.ts";

/** What a cart would cost now, for the page before the button. Nothing is written; `start` prices it again. */
export async function previewQuote(ctx: Context, input: z.infer<typeof quoteInput>): Promise<QuoteAnswer> {
  const buyer = (await buyerOf(ctx, input.email)) ?? visitor(ctx);
  const country = input.country ?? ctx.request?.country ?? buyer.country;
  const priced = await quoteOrder(ctx, { wishes: input.lines, buyer, country, couponCode: input.couponCode });
  const amount = (minor: number) => ({ amount: minor, currency: priced.currency });
  return {
    lines: priced.lines.map((line) => ({
      kind: line.kind,
      id: line.subjectId,
      title: line.title,
      quantity: line.quantity,
      unit: amount(line.unitMinor),
      discount: amount(line.discountMinor),
      tax: amount(line.taxMinor),
      total: amount(line.totalMinor),
    })),
    subtotal: amount(priced.subtotalMinor),
    discount: amount(priced.discountMinor),
    couponCode: priced.coupon?.code ?? null,
    tax: { ...priced.tax, amount: amount(priced.taxMinor) },
    total: amount(priced.totalMinor),
    gateways: priced.totalMinor === 0 ? [] : waysToPay(ctx, priced.currency, country),
  };
}

function waysToPay(ctx: Context, currency: Currency, country: string | null): QuoteAnswer["gateways"] {
  return [...ctx.services.gateways.offered({ currency, country })];
}
