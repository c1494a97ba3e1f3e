import { formatMoney, type Money } from "@stoa/kit";
import { PAGE } from "../platform/paper.ts";
import { type CreditNoteWords, creditNoteWords } from "./credit-note-words.ts";
import { drawOrderPaper, taxLabel } from "./draw-order-paper.ts";
import type { CreditNoteContent } from "./issue-credit-note.ts";
import { receiptWords } from "./receipt-words.ts";

export interface CreditNoteDocument {
  number: string;
  issuedAt: Date;
  content: CreditNoteContent;
}

const NET = 340;
const TAX = 440;

/** Draws the PDF of a credit note; that of a gift has one column, as no tax was due on it. */
export function drawCreditNote({ number, issuedAt, content }: CreditNoteDocument): Promise<Buffer> {
  const { locale, tax } = content;
  const gift = content.gift === "all";
  const words = creditNoteWords(locale, { gift });
  const show = (amount: Money) => formatMoney(amount, locale);
  const credited = { label: words.amount, right: PAGE.right };
  return drawOrderPaper({
    content,
    number,
    issuedAt,
    words: { ...receiptWords(locale, { gift }), ...words },
    facts: [[words.invoice, content.invoiceNumber]],
    titleWidth: (gift ? PAGE.right : NET) - PAGE.left - 90,
    columns: gift ? [credited] : [{ label: words.net, right: NET }, { label: tax.name, right: TAX }, credited],
    lines: content.lines.map((line) => {
      const total = show({ ...line.net, amount: line.net.amount + line.tax.amount });
      return { title: line.title, figures: gift ? [total] : [show(line.net), show(line.tax), total] };
    }),
    sums: [...(gift ? [] : taxSums(content, words)), [words.total, content.total]],
    sumsRight: TAX,
    closing: words.because[content.because],
  });
}

function taxSums({ net, tax, locale }: CreditNoteContent, words: CreditNoteWords): [string, Money][] {
  return [
    [words.net, net],
    [taxLabel(tax, locale), tax.amount],
  ];
}
