import { createRequire } from "node:module";
import { formatMoney, type Money } from "@stoa/kit";
import PDFDocument from "pdfkit";
import type { InvoiceContent } from "./issue-invoice.ts";
import { type ReceiptWords, receiptWords } from "./receipt-words.ts";

export interface ReceiptDocument {
  number: string;
  issuedAt: Date;
  content: InvoiceContent;
}

type Pdf = PDFKit.PDFDocument;
type Weight = 400 | 600;
interface TextStyle {
  size: number;
  weight: Weight;
  colour: string;
}

/** A4 with the margins of a letter. Colours are ink and stone, dark enough on white for print and screen alike. */
const PAGE = { left: 56, right: 539, top: 64, bottom: 770 } as const;
const INK = "#1c1a17";
const STONE = "#5c564d";
const COLUMNS = { item: PAGE.left, quantity: 330, unit: 430, amount: PAGE.right } as const;
const BODY: TextStyle = { size: 10, weight: 400, colour: INK };
const STRONG: TextStyle = { ...BODY, weight: 600 };
const LABEL: TextStyle = { ...BODY, size: 8.5, colour: STONE };

/** Mukta holds Latin and Devanagari in one family; fontsource cuts it by script, so a text is drawn run by run. */
const SCRIPTS = ["latin", "latin-ext", "devanagari"] as const;
const require = createRequire(import.meta.url);

/** Draws the PDF: tagged, with its language and title set, so that a screen reader reads it in order. */
export function drawReceipt(receipt: ReceiptDocument): Promise<Buffer> {
  const { content } = receipt;
  const words = receiptWords(content.locale);
  const pdf = new PDFDocument({
    size: "A4",
    margin: PAGE.left,
    lang: content.locale,
    tagged: true,
    pdfVersion: "1.7",
    displayTitle: true,
    info: { Title: `${words.title} ${receipt.number}`, Author: content.seller.name, CreationDate: receipt.issuedAt },
  });
  const done = collect(pdf);
  for (const script of SCRIPTS) {
    for (const weight of [400, 600]) {
      pdf.registerFont(
        `${script}-${weight}`,
        // Found by Node when a receipt is drawn; a bundler cannot follow the name.
        require.resolve(/* turbopackIgnore: true */ `@fontsource/mukta/files/mukta-${script}-${weight}-normal.woff`),
      );
    }
  }
  const root = pdf.struct("Document");
  pdf.addStructure(root);
  const part = (kind: string, draw: () => void) => root.add(pdf.struct(kind, {}, draw));
  const afterHead = drawHead(pdf, receipt, words, part);
  const afterLines = drawLines(pdf, content, words, part, afterHead);
  drawSums(pdf, content, words, part, afterLines);
  root.end();
  pdf.end();
  return done;
}

type Part = (kind: string, draw: () => void) => void;

function drawHead(pdf: Pdf, { number, issuedAt, content }: ReceiptDocument, words: ReceiptWords, part: Part): number {
  part("P", () => text(pdf, content.seller.name, PAGE.left, PAGE.top, { size: 12, weight: 600, colour: STONE }));
  part("H1", () => text(pdf, words.title, PAGE.left, PAGE.top + 22, { size: 26, weight: 600, colour: INK }));
  const date = new Intl.DateTimeFormat(content.locale, { dateStyle: "long", timeZone: "UTC" }).format(issuedAt);
  const facts: [string, string][] = [
    [words.number, number],
    [words.issued, date],
    [words.order, content.orderId],
    [words.buyer, content.buyer.email],
    [words.seller, [content.seller.name, ...content.seller.address.split(/\n/)].join(", ")],
    ...(content.seller.taxNumber === null ? [] : [[words.taxNumber, content.seller.taxNumber] as [string, string]]),
  ];
  let y: number = PAGE.top + 80;
  for (const [label, value] of facts) {
    part("P", () => {
      text(pdf, label, PAGE.left, y + 1, LABEL);
      text(pdf, value, PAGE.left + 130, y, BODY);
    });
    y += 18;
  }
  return y + 24;
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

function rule(pdf: Pdf, y: number): number {
  pdf.markContent("Artifact", { type: "Layout" });
  pdf.moveTo(PAGE.left, y).lineTo(PAGE.right, y).lineWidth(0.6).strokeColor(STONE).stroke();
  pdf.endMarkedContent();
  return y + 10;
}

/** Draws one line of text from `x` to the right, each run in the cut of the font that holds its characters. */
function text(pdf: Pdf, value: string, x: number, y: number, style: TextStyle): void {
  pdf.fillColor(style.colour);
  let at = x;
  for (const run of runsOf(value, style)) {
    pdf.font(run.font).fontSize(style.size).text(run.text, at, y, { lineBreak: false });
    at += pdf.widthOfString(run.text);
  }
}

/** Draws a text that ends at `right`: figures stand under each other by their last digit. */
function textToTheLeft(pdf: Pdf, value: string, right: number, y: number, style: TextStyle): void {
  text(pdf, value, right - widthOf(pdf, value, style), y, style);
}

function widthOf(pdf: Pdf, value: string, style: TextStyle): number {
  return runsOf(value, style).reduce(
    (width, run) => width + pdf.font(run.font).fontSize(style.size).widthOfString(run.text),
    0,
  );
}

function wrap(pdf: Pdf, value: string, width: number, style: TextStyle): string[] {
  const rows: string[] = [];
  for (const word of value.split(/\s+/)) {
    const row = rows.at(-1);
    const longer = row === undefined ? word : `${row} ${word}`;
    if (row !== undefined && widthOf(pdf, longer, style) <= width) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows;
}

interface TextRun {
  font: string;
  text: string;
}

/** Devanagari and its joiners stay together, because they are shaped together; a space goes with what precedes it. */
function runsOf(value: string, { weight }: TextStyle): TextRun[] {
  const runs: TextRun[] = [];
  for (const char of value) {
    const font = `${scriptOf(char, runs.at(-1)?.font)}-${weight}`;
    const last = runs.at(-1);
    if (last?.font === font) last.text += char;
    else runs.push({ font, text: char });
  }
  return runs;
}

function scriptOf(char: string, before: string | undefined): (typeof SCRIPTS)[number] {
  const code = char.codePointAt(0) ?? 0;
  if ((code >= 0x900 && code <= 0x97f) || code === 0x20b9) return "devanagari";
  if ((code === 0x20 || code === 0x200c || code === 0x200d) && before?.startsWith("devanagari")) return "devanagari";
  return code <= 0xff || code === 0x20ac || (code >= 0x2010 && code <= 0x2026) || code === 0x202f
    ? "latin"
    : "latin-ext";
}

function collect(pdf: Pdf): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
    pdf.on("end", () => resolve(Buffer.concat(chunks)));
    pdf.on("error", reject);
  });
}
