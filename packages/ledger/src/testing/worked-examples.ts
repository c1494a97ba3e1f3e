import { type Currency, currency, exponentOf, type Money, money } from "@stoa/kit";

/** One example of docs/money.md, as far as a machine reads it. */
export interface WorkedExample {
  title: string;
  steps: Step[];
}

export type Step =
  | { act: "post" | "hold"; kind: string; transfers: Row[] }
  | { act: "replay"; kind: string }
  | {
      act: "reverse";
      of: string;
      kind: string;
      code: string;
      part?: { amount: Money; over: string } | { amounts: Money[] };
      instead?: { use: string; of: string };
      transfers: Row[];
    }
  | { act: "postHold"; of: string; kind: string; amount?: Money; transfers: Row[] }
  | { act: "voidHold"; of: string; kind: string }
  | { act: "balances"; rows: Row[] };

/** A row of a table, by the headings of its columns. */
export type Row = Record<string, string>;

/** The `###` sections under "Worked examples", each with its steps in order. */
export function parseWorkedExamples(markdown: string): WorkedExample[] {
  const [, body = ""] = markdown.split("\n## Worked examples\n");
  const [examples = ""] = body.split("\n## ");
  return examples
    .split("\n### ")
    .slice(1)
    .map((section) => {
      const [title = "", ...lines] = section.split("\n");
      return { title, steps: stepsOf(lines) };
    });
}

/** The rows of the first table after a line. */
export function tableAfter(lines: readonly string[], index: number): Row[] {
  const start = lines.findIndex((line, i) => i > index && line.trim() !== "");
  if (!lines[start]?.startsWith("|")) return [];
  const end = lines.findIndex((line, i) => i > start && !line.startsWith("|"));
  const [headings = [], , ...rows] = lines.slice(start, end === -1 ? undefined : end).map(cellsOf);
  return rows.map((cells) => Object.fromEntries(headings.map((heading, i) => [heading, cells[i] ?? ""])));
}

/** `48.00 EUR` as money. */
export function parseMoney(text: string): Money {
  const [, sign = "", whole = "", fraction = "", code = ""] = /^(-?)(\d+)(?:\.(\d+))? ([A-Z]{3})$/.exec(text) ?? [];
  const unit: Currency = currency(code);
  if (fraction.length !== exponentOf(unit)) throw new Error(`not an amount of ${unit}: ${text}`);
  return money(Number(`${sign}${whole}${fraction}`), unit);
}

function stepsOf(lines: readonly string[]): Step[] {
  return lines.flatMap((line, index): Step[] => {
    if (line === "**Balances**") return [{ act: "balances", rows: tableAfter(lines, index) }];
    if (!line.startsWith("**Step** ")) return [];
    return [stepOf(line.slice("**Step** ".length), tableAfter(lines, index))];
  });
}

const ACCOUNT = "[a-zA-Z0-9_/]+";
const AMOUNT = "-?[\\d.]+ [A-Z]{3}";
const REVERSE = new RegExp(
  `^reverse \`(\\w+)\` as \`(\\w+)\` because (\\w+)(?:, (${AMOUNT}) over (${ACCOUNT}))?(?:, taking (${AMOUNT}(?: and ${AMOUNT})*))?(?:, using (${ACCOUNT}) for (${ACCOUNT}))?$`,
);
const CLOSE_HOLD = new RegExp(`^(post|void) hold \`(\\w+)\` as \`(\\w+)\`(?:, (${AMOUNT}))?$`);

function stepOf(sentence: string, transfers: Row[]): Step {
  const simple = /^(post|hold|replay) `(\w+)`$/.exec(sentence);
  if (simple) {
    const [, act, kind = ""] = simple;
    return act === "replay" ? { act, kind } : { act: act === "hold" ? "hold" : "post", kind, transfers };
  }
  const reversal = REVERSE.exec(sentence);
  if (reversal) {
    const [, of = "", kind = "", code = "", amount, over, amounts, use, instead] = reversal;
    return {
      act: "reverse",
      of,
      kind,
      code,
      transfers,
      ...(amount && over ? { part: { amount: parseMoney(amount), over } } : {}),
      ...(amounts ? { part: { amounts: amounts.split(" and ").map(parseMoney) } } : {}),
      ...(use && instead ? { instead: { use, of: instead } } : {}),
    };
  }
  const closing = CLOSE_HOLD.exec(sentence);
  if (!closing) throw new Error(`docs/money.md says a step that nobody can run: ${sentence}`);
  const [, act, of = "", kind = "", amount] = closing;
  if (act === "void") return { act: "voidHold", of, kind };
  return { act: "postHold", of, kind, transfers, ...(amount ? { amount: parseMoney(amount) } : {}) };
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll("`", ""));
}
