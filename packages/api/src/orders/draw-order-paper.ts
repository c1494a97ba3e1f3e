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
  text,
  textToTheLeft,
  wrap,
} from "../platform/paper.ts";
import type { InvoiceContent } from "./issue-invoice.ts";
import type { ReceiptWords } from "./receipt-words.ts";

const ROW = 15;

/** What the papers of an order have in common; figures end at the right edge of their column. */
export interface OrderPaper {
  content: Pick<InvoiceContent, "orderId" | "seller" | "buyer" | "locale">;
  issuedAt: Date;
  number: string;
  words: Pick<ReceiptWords, "title" | "number" | "issued" | "order" | "buyer" | "seller" | "taxNumber" | "item">;
  /** Facts of this kind of paper alone, after when it was issued. */
  facts: readonly (readonly [label: string, value: string])[];
  /** How wide a row of a title may be, before the first figure. */
  titleWidth: number;
  columns: readonly { label: string; right: number }[];
  lines: readonly { title: string; figures: readonly string[] }[];
  /** The last is what it comes to; their labels end at `sumsRight`. */
  sums: readonly (readonly [label: string, amount: Money])[];
  sumsRight: number;
  closing: string;
}

/** Draws the PDF of a receipt, a credit note, or another paper of an order. */
export function drawOrderPaper(paper: OrderPaper): Promise<Buffer> {
  const { content, issuedAt, number, words } = paper;
  const { locale, seller } = content;
  const about = { locale, title: `${words.title} ${number}`, author: seller.name, createdAt: issuedAt };
  return drawPaper(about, (pdf, part) => {
    const afterHead = drawHead(pdf, part, { from: seller.name, title: words.title, facts: factsOf(paper) });
    drawSums(pdf, part, paper, drawLines(pdf, part, paper, afterHead));
  });
}

/** How a tax is called with its rate: `VAT 19%`. */
export function taxLabel({ name, rateBps }: InvoiceContent["tax"], locale: string): string {
  const rate = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  return `${name} ${rate.format(rateBps / 10_000)}`;
}

function factsOf({ content, issuedAt, number, words, facts }: OrderPaper): (readonly [string, string])[] {
  const { seller, locale } = content;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(issuedAt);
  return [
    [words.number, number],
    [words.issued, date],
    ...facts,
    [words.order, content.orderId],
    [words.buyer, content.buyer.email],
    [words.seller, [seller.name, ...seller.address.split(/\n/)].join(", ")],
    ...(seller.taxNumber === null ? [] : [[words.taxNumber, seller.taxNumber] as const]),
  ];
}

function drawLines(pdf: Pdf, part: Part, { titleWidth, columns, lines, words }: OrderPaper, from: number): number {
  part("P", () => {
    text(pdf, words.item, PAGE.left, from, LABEL);
    for (const { label, right } of columns) textToTheLeft(pdf, label, right, from, LABEL);
  });
  let y = rule(pdf, from + 16);
  for (const { title, figures } of lines) {
    const rows = wrap(pdf, title, titleWidth, BODY);
    if (y + rows.length * ROW > PAGE.bottom) {
      pdf.addPage();
      y = PAGE.top;
    }
    part("P", () => {
      for (const [index, row] of rows.entries()) text(pdf, row, PAGE.left, y + index * ROW, BODY);
      for (const [index, { right }] of columns.entries()) textToTheLeft(pdf, figures[index] ?? "", right, y, BODY);
    });
    y += rows.length * ROW + 6;
  }
  return rule(pdf, y + 2);
}

function drawSums(pdf: Pdf, part: Part, { content, sums, sumsRight, closing }: OrderPaper, from: number): void {
  let y = from + 4;
  for (const [index, [label, amount]] of sums.entries()) {
    const last = index === sums.length - 1;
    part("P", () => {
      textToTheLeft(pdf, label, sumsRight, y, last ? STRONG : { ...BODY, colour: STONE });
      textToTheLeft(pdf, formatMoney(amount, content.locale), PAGE.right, y, last ? STRONG : BODY);
    });
    y += 19;
  }
  part("P", () => {
    for (const [index, row] of wrap(pdf, closing, PAGE.right - PAGE.left, LABEL).entries())
      text(pdf, row, PAGE.left, y + 28 + index * ROW, LABEL);
  });
}
