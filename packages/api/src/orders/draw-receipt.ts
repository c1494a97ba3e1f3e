import { formatMoney, type Money } from "@stoa/kit";
import { PAGE } from "../platform/paper.ts";
import { drawOrderPaper, taxLabel } from "./draw-order-paper.ts";
import type { InvoiceContent } from "./issue-invoice.ts";
import { type ReceiptWords, receiptWords } from "./receipt-words.ts";

export interface ReceiptDocument {
  number: string;
  issuedAt: Date;
  content: InvoiceContent;
}

const QUANTITY = 330;
const UNIT = 430;

/** Draws the PDF of a receipt. */
export function drawReceipt({ content, number, issuedAt }: ReceiptDocument): Promise<Buffer> {
  const words = receiptWords(content.locale, { gift: content.gift === "all" });
  const show = (amount: Money) => formatMoney(amount, content.locale);
  return drawOrderPaper({
    content,
    number,
    issuedAt,
    words,
    facts: [],
    titleWidth: QUANTITY - PAGE.left - 50,
    columns: [
      { label: words.quantity, right: QUANTITY },
      { label: words.unit, right: UNIT },
      { label: words.amount, right: PAGE.right },
    ],
    lines: content.lines.map(({ title, quantity, unit, total }) => ({
      title,
      figures: [String(quantity), show(unit), show(total)],
    })),
    sums: sumsOf(content, words),
    sumsRight: UNIT,
    closing: words.paid,
  });
}

function sumsOf({ subtotal, discount, tax, total, locale }: InvoiceContent, words: ReceiptWords): [string, Money][] {
  const taxed = `${tax.mode === "inclusive" ? words.taxIncluded : words.taxAdded} ${taxLabel(tax, locale)}`;
  const sums: [string, Money][] = [[words.subtotal, subtotal]];
  if (discount.amount > 0) sums.push([words.discount, discount]);
  if (tax.amount.amount > 0) sums.push([taxed, tax.amount]);
  return [...sums, [words.total, total]];
}
