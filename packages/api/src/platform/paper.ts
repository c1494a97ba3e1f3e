import { createRequire } from "node:module";
import PDFDocument from "pdfkit";

export type Pdf = PDFKit.PDFDocument;
export interface TextStyle {
  size: number;
  weight: 400 | 600;
  colour: string;
}

/** A4 with the margins of a letter. Colours are ink and stone, dark enough on white for print and screen alike. */
export const PAGE = { left: 56, right: 539, top: 64, bottom: 770 } as const;
export const INK = "#1c1a17";
export const STONE = "#5c564d";
export const BODY: TextStyle = { size: 10, weight: 400, colour: INK };
export const STRONG: TextStyle = { ...BODY, weight: 600 };
export const LABEL: TextStyle = { ...BODY, size: 8.5, colour: STONE };

/** Mukta holds Latin and Devanagari in one family; fontsource cuts it by script, so a text is drawn run by run. */
const SCRIPTS = ["latin", "latin-ext", "devanagari"] as const;
const require = createRequire(import.meta.url);

/** Draws a part of the document's structure: `H1`, `P`, … */
export type Part = (kind: string, draw: () => void) => void;

/** A document on paper: tagged, with its language and title set, so that a screen reader reads it in order. */
export function drawPaper(
  about: { locale: string; title: string; author: string; createdAt: Date },
  draw: (pdf: Pdf, part: Part) => void,
): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: "A4",
    margin: PAGE.left,
    lang: about.locale,
    tagged: true,
    pdfVersion: "1.7",
    displayTitle: true,
    info: { Title: about.title, Author: about.author, CreationDate: about.createdAt },
  });
  const done = collect(pdf);
  for (const script of SCRIPTS) {
    for (const weight of [400, 600]) {
      pdf.registerFont(
        `${script}-${weight}`,
        // Found by Node when a document is drawn; a bundler cannot follow the name.
        require.resolve(/* turbopackIgnore: true */ `@fontsource/mukta/files/mukta-${script}-${weight}-normal.woff`),
      );
    }
  }
  const root = pdf.struct("Document");
  pdf.addStructure(root);
  draw(pdf, (kind, drawPart) => root.add(pdf.struct(kind, {}, drawPart)));
  root.end();
  pdf.end();
  return done;
}

/** Who it is from, what it is, and the facts about it, one a row; gives where the next part begins. */
export function drawHead(
  pdf: Pdf,
  part: Part,
  head: { from: string; title: string; facts: readonly (readonly [label: string, value: string])[] },
): number {
  part("P", () => text(pdf, head.from, PAGE.left, PAGE.top, { size: 12, weight: 600, colour: STONE }));
  part("H1", () => text(pdf, head.title, PAGE.left, PAGE.top + 22, { size: 26, weight: 600, colour: INK }));
  let y: number = PAGE.top + 80;
  for (const [label, value] of head.facts) {
    part("P", () => {
      text(pdf, label, PAGE.left, y + 1, LABEL);
      text(pdf, value, PAGE.left + 130, y, BODY);
    });
    y += 18;
  }
  return y + 24;
}

/** A thin line across the page; gives where the next row begins. */
export function rule(pdf: Pdf, y: number): number {
  pdf.markContent("Artifact", { type: "Layout" });
  pdf.moveTo(PAGE.left, y).lineTo(PAGE.right, y).lineWidth(0.6).strokeColor(STONE).stroke();
  pdf.endMarkedContent();
  return y + 10;
}

/** Draws one line of text from `x` to the right, each run in the cut of the font that holds its characters. */
export function text(pdf: Pdf, value: string, x: number, y: number, style: TextStyle): void {
  pdf.fillColor(style.colour);
  let at = x;
  for (const run of runsOf(value, style)) {
    pdf.font(run.font).fontSize(style.size).text(run.text, at, y, { lineBreak: false });
    at += pdf.widthOfString(run.text);
  }
}

/** Draws a text that ends at `right`: figures stand under each other by their last digit. */
export function textToTheLeft(pdf: Pdf, value: string, right: number, y: number, style: TextStyle): void {
  text(pdf, value, right - widthOf(pdf, value, style), y, style);
}

function widthOf(pdf: Pdf, value: string, style: TextStyle): number {
  return runsOf(value, style).reduce(
    (width, run) => width + pdf.font(run.font).fontSize(style.size).widthOfString(run.text),
    0,
  );
}

/** A text cut at its spaces into rows of a width. */
export function wrap(pdf: Pdf, value: string, width: number, style: TextStyle): string[] {
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
