import { tables } from "@stoa/db";
import { found } from "@stoa/kit";
import { and, asc, eq } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { drawCreditNote } from "./draw-credit-note.ts";
import { CreditNoteNotFound } from "./errors.ts";
import { readableOrder } from "./get-order.ts";
import { creditNoteContent } from "./issue-credit-note.ts";
import type { CreditNoteList } from "./schemas.ts";

const { creditNotes } = tables;

/** The credit notes of an order, the oldest first, for whoever may read it. Throws `OrderNotFound`. */
export async function listCreditNotes(ctx: Context, orderId: string): Promise<CreditNoteList> {
  const order = await readableOrder(ctx, orderId);
  const rows = await ctx.db
    .select()
    .from(creditNotes)
    .where(eq(creditNotes.orderId, order.id))
    .orderBy(asc(creditNotes.issuedAt), asc(creditNotes.number));
  return {
    items: rows.map(({ number, issuedAt, content }) => {
      const { because, total } = creditNoteContent.parse(content);
      return { number, issuedAt, because, total };
    }),
  };
}

/**
 * One credit note as a PDF, for whoever may read its order; drawn from what was frozen when it was issued. Throws
 * `OrderNotFound` and `CreditNoteNotFound`.
 */
export async function creditNotePdf(
  ctx: Context,
  { id, number }: { id: string; number: string },
): Promise<{ fileName: string; body: Buffer }> {
  const order = await readableOrder(ctx, id);
  const [row] = await ctx.db
    .select()
    .from(creditNotes)
    .where(and(eq(creditNotes.orderId, order.id), eq(creditNotes.number, number)));
  const note = found(row, () => new CreditNoteNotFound(number));
  const body = await drawCreditNote({ ...note, content: creditNoteContent.parse(note.content) });
  return { fileName: `${note.number}.pdf`, body };
}
