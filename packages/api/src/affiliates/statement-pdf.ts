import { formatMoney, type Money } from "@stoa/kit";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import {
  BODY,
  drawHead,
  drawPaper,
  LABEL,
  PAGE,
  type Part,
  type Pdf,
  rule,
  STRONG,
  type TextStyle,
  text,
  textToTheLeft,
} from "../platform/paper.ts";
import { settingNow } from "../settings/index.ts";
import { ownAffiliate } from "./affiliate.ts";
import { fileName, readStatement } from "./read-statement.ts";
import type { StatementInput, StatementView } from "./schemas.ts";
import { type StatementWords, statementWords } from "./statement-words.ts";

const COLUMNS = { date: PAGE.left, what: 160, amount: 440, balance: PAGE.right } as const;
const ROW = 18;

interface Sheet {
  input: StatementInput;
  view: StatementView;
  words: StatementWords;
  locale: string;
  affiliate: string;
  payer: string;
}

/** The statement of a period as a PDF, drawn as receipts are, in the language that the affiliate reads. */
export async function statementPdf(ctx: Context & { actor: UserActor }, input: StatementInput) {
  const locale = ctx.request?.locale ?? "en";
  const { code } = await ownAffiliate(ctx);
  const { name: payer } = await settingNow(ctx, "seller");
  const words = statementWords(locale);
  const sheet: Sheet = { input, view: await readStatement(ctx, input), words, locale, affiliate: code, payer };
  const about = { locale, title: words.title, author: payer, createdAt: ctx.clock.now() };
  const pdf = await drawPaper(about, (page, part) => drawRows(page, part, sheet, drawAbout(page, part, sheet)));
  return { filename: `${fileName(input)}.pdf`, pdf: pdf.toString("base64") };
}

function drawAbout(pdf: Pdf, part: Part, { input, words, locale, affiliate, payer }: Sheet): number {
  const day = dayFormat(locale);
  const last = new Date(input.until.getTime() - 1);
  const facts: [string, string][] = [
    [words.affiliate, affiliate],
    [words.period, `${day.format(input.from)} – ${day.format(last)}`],
    [words.payer, payer],
  ];
  return drawHead(pdf, part, { from: payer, title: words.title, facts });
}

function drawRows(pdf: Pdf, part: Part, sheet: Sheet, from: number): void {
  const { view, words, locale } = sheet;
  let y = drawHeadings(pdf, part, words, from);
  const row = (
    cells: { date: string; what: string; amount: Money | null; balance: Money },
    style: TextStyle = BODY,
  ) => {
    if (y > PAGE.bottom) {
      pdf.addPage();
      y = drawHeadings(pdf, part, words, PAGE.top);
    }
    part("P", () => {
      text(pdf, cells.date, COLUMNS.date, y, style);
      text(pdf, cells.what, COLUMNS.what, y, style);
      if (cells.amount) textToTheLeft(pdf, formatMoney(cells.amount, locale), COLUMNS.amount, y, style);
      textToTheLeft(pdf, formatMoney(cells.balance, locale), COLUMNS.balance, y, style);
    });
    y += ROW;
  };
  const day = dayFormat(locale);
  row({ date: "", what: words.opening, amount: null, balance: view.opening }, STRONG);
  for (const { at, code, amount, balance } of view.lines) {
    row({ date: day.format(at), what: words.codes[code] ?? code, amount, balance });
  }
  row({ date: "", what: words.closing, amount: null, balance: view.closing }, STRONG);
  if (!view.complete) part("P", () => text(pdf, words.incomplete, PAGE.left, y + 10, LABEL));
}

function drawHeadings(pdf: Pdf, part: Part, words: StatementWords, y: number): number {
  part("P", () => {
    text(pdf, words.date, COLUMNS.date, y, LABEL);
    text(pdf, words.what, COLUMNS.what, y, LABEL);
    textToTheLeft(pdf, words.amount, COLUMNS.amount, y, LABEL);
    textToTheLeft(pdf, words.balance, COLUMNS.balance, y, LABEL);
  });
  return rule(pdf, y + 16);
}

function dayFormat(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
}
