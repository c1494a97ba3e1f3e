import { formatMoney, type Money } from "@stoa/kit";
import {
  BODY,
  drawHead,
  drawPaper,
  LABEL,
  PAGE,
  type Part,
  type Pdf,
  rule,
  STONE,
  STRONG,
  type TextStyle,
  text,
  textToTheLeft,
  wrap,
} from "../platform/paper.ts";
import { type CreditNoteWords, creditNoteWords } from "./credit-note-words.ts";
import type { CreditNoteContent } from "./issue-credit-note.ts";
import { receiptWords } from "./receipt-words.ts";

export interface CreditNoteDocument {
  number: string;
  issuedAt: Date;
  content: CreditNoteContent;
}

const COLUMNS = { item: PAGE.left, net: 340, tax: 440, amount: PAGE.right } as const;
const ROW = 15;

/** Draws the PDF of a credit note. */
export function drawCreditNote({ number, issuedAt, content }: CreditNoteDocument): Promise<Buffer> {
  const { locale, seller } = content;
  const [own, shared] = [creditNoteWords(locale), receiptWords(locale, { gift: false })];
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(issuedAt);
  const facts: [string, string][] = [
    [own.number, number],
    [shared.issued, date],
    [own.invoice, content.invoiceNumber],
    [shared.order, content.orderId],
    [shared.buyer, content.buyer.email],
    [shared.seller, [seller.name, ...seller.address.split(/\n/)].join(", ")],
    ...(seller.taxNumber === null ? [] : [[shared.taxNumber, seller.taxNumber] as [string, string]]),
  ];
  const about = { locale, title: `${own.title} ${number}`, author: seller.name, createdAt: issuedAt };
  return drawPaper(about, (pdf, part) => {
    const afterHead = drawHead(pdf, part, { from: seller.name, title: own.title, facts });
    drawSums(pdf, part, content, own, drawLines(pdf, part, content, own, afterHead));
  });
}

function drawLines(pdf: Pdf, part: Part, content: CreditNoteContent, words: CreditNoteWords, from: number): number {
  const show = (amount: Money) => formatMoney(amount, content.locale);
  part("P", () => {
    text(pdf, words.item, COLUMNS.item, from, LABEL);
    textToTheLeft(pdf, words.net, COLUMNS.net, from, LABEL);
    textToTheLeft(pdf, content.tax.name, COLUMNS.tax, from, LABEL);
    textToTheLeft(pdf, words.amount, COLUMNS.amount, from, LABEL);
  });
  let y = rule(pdf, from + 16);
  for (const { title, net, tax } of content.lines) {
    const rows = wrap(pdf, title, COLUMNS.net - COLUMNS.item - 90, BODY);
    if (y + rows.length * ROW > PAGE.bottom) {
      pdf.addPage();
      y = PAGE.top;
    }
    part("P", () => {
      for (const [index, row] of rows.entries()) text(pdf, row, COLUMNS.item, y + index * ROW, BODY);
      textToTheLeft(pdf, show(net), COLUMNS.net, y, BODY);
      textToTheLeft(pdf, show(tax), COLUMNS.tax, y, BODY);
      textToTheLeft(pdf, show({ ...net, amount: net.amount + tax.amount }), COLUMNS.amount, y, BODY);
    });
    y += rows.length * ROW + 6;
  }
  return rule(pdf, y + 2);
}

function drawSums(pdf: Pdf, part: Part, content: CreditNoteContent, words: CreditNoteWords, from: number): void {
  const { locale, tax } = content;
  const rate = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  const sums: [string, Money, TextStyle][] = [
    [words.net, content.net, BODY],
    [`${tax.name} ${rate.format(tax.rateBps / 10_000)}`, tax.amount, BODY],
    [words.total, content.total, STRONG],
  ];
  let y = from + 4;
  for (const [label, amount, style] of sums) {
    part("P", () => {
      textToTheLeft(pdf, label, COLUMNS.tax, y, style === STRONG ? STRONG : { ...style, colour: STONE });
      textToTheLeft(pdf, formatMoney(amount, locale), COLUMNS.amount, y, style);
    });
    y += 19;
  }
  part("P", () => text(pdf, words.because[content.because], PAGE.left, y + 28, LABEL));
}
