import { formatMoney, type Money } from "@stoa/kit";
import {
  BODY,
  drawHead,
  drawPaper,
  INK,
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
import type { InvoiceContent } from "./issue-invoice.ts";
import { type ReceiptWords, receiptWords } from "./receipt-words.ts";

export interface ReceiptDocument {
  number: string;
  issuedAt: Date;
  content: InvoiceContent;
}

const COLUMNS = { item: PAGE.left, quantity: 330, unit: 430, amount: PAGE.right } as const;

/** Draws the PDF of a receipt. */
export function drawReceipt(receipt: ReceiptDocument): Promise<Buffer> {
  const { content, number, issuedAt } = receipt;
  const words = receiptWords(content.locale, { gift: content.gift === "all" });
  const about = {
    locale: content.locale,
    title: `${words.title} ${number}`,
    author: content.seller.name,
    createdAt: issuedAt,
  };
  return drawPaper(about, (pdf, part) => {
    const head = { from: content.seller.name, title: words.title, facts: factsOf(receipt, words) };
    const afterHead = drawHead(pdf, part, head);
    const afterLines = drawLines(pdf, content, words, part, afterHead);
    drawSums(pdf, content, words, part, afterLines);
  });
}

function factsOf({ number, issuedAt, content }: ReceiptDocument, words: ReceiptWords): [string, string][] {
  const date = new Intl.DateTimeFormat(content.locale, { dateStyle: "long", timeZone: "UTC" }).format(issuedAt);
  return [
    [words.number, number],
    [words.issued, date],
    [words.order, content.orderId],
    [words.buyer, content.buyer.email],
    [words.seller, [content.seller.name, ...content.seller.address.split(/\n/)].join(", ")],
    ...(content.seller.taxNumber === null ? [] : [[words.taxNumber, content.seller.taxNumber] as [string, string]]),
  ];
}

function drawLines(pdf: Pdf, content: InvoiceContent, words: ReceiptWords, part: Part, from: number): number {
  const show = (amount: Money) => formatMoney(amount, content.locale);
  let y = from;
  part("P", () => {
    text(pdf, words.item, COLUMNS.item, y, LABEL);
    textToTheLeft(pdf, words.quantity, COLUMNS.quantity, y, LABEL);
    textToTheLeft(pdf, words.unit, COLUMNS.unit, y, LABEL);
    textToTheLeft(pdf, words.amount, COLUMNS.amount, y, LABEL);
  });
  y = rule(pdf, y + 16);
  for (const line of content.lines) {
    const rows = wrap(pdf, line.title, COLUMNS.quantity - COLUMNS.item - 50, BODY);
    if (y + rows.length * 15 > PAGE.bottom) {
      pdf.addPage();
      y = PAGE.top;
    }
    part("P", () => {
      for (const [index, row] of rows.entries()) text(pdf, row, COLUMNS.item, y + index * 15, BODY);
      textToTheLeft(pdf, String(line.quantity), COLUMNS.quantity, y, BODY);
      textToTheLeft(pdf, show(line.unit), COLUMNS.unit, y, BODY);
      textToTheLeft(pdf, show(line.total), COLUMNS.amount, y, BODY);
    });
    y += rows.length * 15 + 6;
  }
  return rule(pdf, y + 2);
}

function drawSums(pdf: Pdf, content: InvoiceContent, words: ReceiptWords, part: Part, from: number): void {
  const { tax } = content;
  const rate = new Intl.NumberFormat(content.locale, { style: "percent", maximumFractionDigits: 2 });
  const taxLabel = `${tax.mode === "inclusive" ? words.taxIncluded : words.taxAdded} ${tax.name} ${rate.format(tax.rateBps / 10_000)}`;
  const sums: [string, Money, TextStyle][] = [[words.subtotal, content.subtotal, BODY]];
  if (content.discount.amount > 0) sums.push([words.discount, content.discount, BODY]);
  if (tax.amount.amount > 0) sums.push([taxLabel, tax.amount, BODY]);
  sums.push([words.total, content.total, STRONG]);
  let y = from + 4;
  for (const [label, amount, style] of sums) {
    part("P", () => {
      textToTheLeft(pdf, label, COLUMNS.unit, y, { ...style, colour: style === STRONG ? INK : STONE });
      textToTheLeft(pdf, formatMoney(amount, content.locale), COLUMNS.amount, y, style);
    });
    y += 19;
  }
  part("P", () => text(pdf, words.paid, PAGE.left, y + 28, LABEL));
}
