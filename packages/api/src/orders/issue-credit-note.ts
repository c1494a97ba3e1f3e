import { insertRows, tables } from "@stoa/db";
import { moneySchema, newId } from "@stoa/kit";
import { z } from "zod";
import type { TxContext } from "../platform/context.ts";
import { takenFor } from "./as-taken.ts";
import { giftShareOf } from "./gift-share.ts";
import { invoiceContent } from "./issue-invoice.ts";
import type { Order } from "./order.ts";

const { creditNotes } = tables;

/** What the document says, frozen when it was issued. */
export const creditNoteContent = invoiceContent
  .pick({ orderId: true, seller: true, buyer: true, locale: true, gift: true, tax: true })
  .extend({
    /** The invoice that it takes back, or a part of. */
    invoiceNumber: z.string(),
    because: z.enum(["refund", "dispute_lost"]),
    lines: z.array(z.object({ title: z.string(), net: moneySchema, tax: moneySchema })),
    net: moneySchema,
    total: moneySchema,
  });
export type CreditNoteContent = z.infer<typeof creditNoteContent>;

export interface Credit {
  cause: { kind: "refund" | "dispute_lost"; id: string };
  /** What is credited of each line, in minor units of what was taken; lines of nothing are left out. */
  lines: readonly { lineId: string; netMinor: number; taxMinor: number }[];
}

/** Freezes the credit note of money that went back: one a refund or lost dispute, numbered in a series of its own. */
export async function issueCreditNote(
  ctx: TxContext,
  order: Order,
  credit: Credit,
  { number, seller, issuedAt }: { number: string; seller: CreditNoteContent["seller"]; issuedAt: Date },
): Promise<void> {
  const { kind, id } = credit.cause;
  const row = {
    id: newId("creditNote", issuedAt.getTime()),
    number,
    orderId: order.id,
    ...(kind === "refund" ? { refundId: id } : { disputeId: id }),
    issuedAt,
    content: contentOf(order, credit, seller),
  };
  await ctx.db.execute(insertRows(creditNotes, [row]));
}

function contentOf(order: Order, credit: Credit, seller: CreditNoteContent["seller"]): CreditNoteContent {
  const { currency } = takenFor(order);
  const amount = (minor: number) => ({ amount: minor, currency });
  const sum = (of: (line: Credit["lines"][number]) => number) => credit.lines.reduce((all, line) => all + of(line), 0);
  const [netMinor, taxMinor] = [sum((line) => line.netMinor), sum((line) => line.taxMinor)];
  const credited = credit.lines.filter((line) => line.netMinor + line.taxMinor > 0);
  const sold = order.lines.filter(({ id }) => credited.some((line) => line.lineId === id));
  return {
    orderId: order.id,
    invoiceNumber: order.invoiceNumber ?? "",
    because: credit.cause.kind,
    seller,
    buyer: { email: order.email },
    locale: order.locale,
    gift: giftShareOf(sold),
    lines: credited.map((line) => ({
      title: sold.find(({ id }) => id === line.lineId)?.title ?? "",
      net: amount(line.netMinor),
      tax: amount(line.taxMinor),
    })),
    net: amount(netMinor),
    tax: {
      country: order.taxCountry,
      name: order.taxName,
      rateBps: order.taxRateBps,
      mode: order.taxMode,
      amount: amount(taxMinor),
    },
    total: amount(netMinor + taxMinor),
  };
}
