import { readFileSync } from "node:fs";
import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { currency, decimalString, type Money, money } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { balanceOf } from "./balance.ts";
import { DECLARED_ACCOUNTS, parseAddress } from "./chart.ts";
import { isTransferCode, type TransferCode } from "./codes.ts";
import { postHold, voidHold } from "./hold.ts";
import { breachesOf, LEDGER_INVARIANTS } from "./invariants.ts";
import { readEntry } from "./journal.ts";
import type { LedgerTransaction } from "./ledger-context.ts";
import { type Entry, postEntry } from "./post-entry.ts";
import { reverseEntry } from "./reverse.ts";
import { ledgerContext } from "./testing/books.ts";
import {
  parseMoney,
  parseWorkedExamples,
  type Row,
  type Step,
  tableAfter,
  type WorkedExample,
} from "./testing/worked-examples.ts";

const database = testDatabase();
const MONEY = readFileSync(new URL("../../../docs/money.md", import.meta.url), "utf8");
const EXAMPLES = parseWorkedExamples(MONEY);
const undone = new Error("the next example starts from empty books");

test.each(EXAMPLES.map((example) => [example.title, example] as const))("docs/money.md: %s", async (_, example) => {
  const attempt = withTransaction(ledgerContext(database.db), async (ctx) => {
    await new Walkthrough(ctx).run(example);
    await ctx.db.execute(sql`set constraints all immediate`);
    expect(await breachesOf(ctx, LEDGER_INVARIANTS)).toEqual([]);
    throw undone;
  });
  await expect(attempt).rejects.toBe(undone);
});

test("docs/money.md has an example of every event of a sale", () => {
  const kinds = new Set(EXAMPLES.flatMap(({ steps }) => steps.flatMap((step) => ("kind" in step ? [step.kind] : []))));
  const events = [
    "payment_settled",
    "gateway_fee_charged",
    "payment_held",
    "held_payment_accepted",
    "held_payment_refunded",
  ];
  events.push("payment_refunded", "refund_failed", "dispute_opened", "dispute_won", "dispute_lost", "dispute_fee");
  events.push("failed_refund_repaid", "money_back_lost", "loss_recovered");
  events.push("commission_earned", "commission_clawed_back", "commission_frozen", "commission_thawed");
  events.push("grant_pool_funded", "grant_award_approved", "grant_award_spent", "grant_award_returned");
  events.push("grant_pool_covered");
  events.push("session_paid", "payout_requested", "payout_paid", "payout_failed", "payout_fee", "payout_returned");
  expect(events.filter((kind) => !kinds.has(kind))).toEqual([]);
});

test("docs/money.md shows the chart as it is declared", () => {
  const lines = MONEY.split("\n");
  const rows = tableAfter(
    lines,
    lines.findIndex((line) => line.startsWith("sum of a fold")),
  );
  expect(rows).toEqual(
    DECLARED_ACCOUNTS.map(({ pattern, kind, normalSide, nonNegative, tracked, meaning }) => ({
      account: pattern,
      kind,
      "grows by": normalSide,
      balance: tracked ? `kept${nonNegative ? ", guarded" : ""}` : "summed",
      "what it means that money is here": meaning,
    })),
  );
});

/** Does what an example says, with the verbs of the ledger, and compares what comes out with its tables. */
class Walkthrough {
  private readonly posted = new Map<string, { entryId: string; holdId: string; entry: Entry | null }>();
  private readonly ctx: LedgerTransaction;

  constructor(ctx: LedgerTransaction) {
    this.ctx = ctx;
  }

  async run({ steps }: WorkedExample): Promise<void> {
    expect(steps.at(-1)?.act).toBe("balances");
    for (const step of steps) await this.take(step);
  }

  private async take(step: Step): Promise<void> {
    const { ctx } = this;
    const subject = "example";
    switch (step.act) {
      case "balances":
        return this.compareBalances(step.rows);
      case "replay": {
        const { entry, entryId } = this.named(step.kind);
        if (!entry) throw new Error(`${step.kind} was not posted`);
        return expect(await postEntry(ctx, entry)).toMatchObject({ entryId, replayed: true });
      }
      case "post":
      case "hold": {
        const entry = {
          kind: step.kind,
          subject,
          transfers: step.transfers.map((row) => ({ ...transferOf(row), hold: step.act === "hold" })),
        };
        const { entryId, transferIds } = await postEntry(ctx, entry);
        this.posted.set(step.kind, { entryId, holdId: transferIds[0] ?? "", entry });
        return this.compareTransfers(entryId, step.transfers);
      }
      case "reverse": {
        const { entryId } = await reverseEntry(ctx, {
          entryId: this.named(step.of).entryId,
          kind: step.kind,
          subject,
          code: codeOf(step.code),
          part: step.part && partOf(step.part),
          instead: step.instead && { use: parseAddress(step.instead.use), of: parseAddress(step.instead.of) },
        });
        return this.compareTransfers(entryId, step.transfers);
      }
      case "postHold": {
        const closing = { holdId: this.named(step.of).holdId, kind: step.kind, subject, amount: step.amount };
        const { entryId } = await postHold(ctx, closing);
        this.posted.set(step.kind, { entryId, holdId: "", entry: null });
        return this.compareTransfers(entryId, step.transfers);
      }
      case "voidHold":
        await voidHold(ctx, { holdId: this.named(step.of).holdId, kind: step.kind, subject });
    }
  }

  private named(kind: string) {
    const found = this.posted.get(kind);
    if (!found) throw new Error(`the example has no ${kind} before this step`);
    return found;
  }

  private async compareTransfers(entryId: string, expected: readonly Row[]): Promise<void> {
    const { transfers } = await readEntry(this.ctx, entryId);
    const written = transfers.map((t) => ({
      code: t.code,
      debit: t.debitAddress,
      credit: t.creditAddress,
      amount: textOf(money(t.amountMinor, currency(t.currency))),
    }));
    expect(written).toEqual(expected);
  }

  private async compareBalances(rows: readonly Row[]): Promise<void> {
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const { account = "", ...figures } = row;
      const unit = parseMoney(figures.balance ?? "").currency;
      const balance = await balanceOf(this.ctx, { address: parseAddress(account), currency: unit });
      const read = { balance: balance.balance, held: balance.held, available: balance.available };
      const shown = Object.entries(read).map(([name, value]) => [name, textOf(value)]);
      expect({ account, ...Object.fromEntries(shown.filter(([name = ""]) => name in figures)) }).toEqual(row);
    }
  }
}

function textOf(value: Money): string {
  return `${decimalString(value)} ${value.currency}`;
}

function transferOf(row: Row) {
  return {
    code: codeOf(row.code ?? ""),
    debit: parseAddress(row.debit ?? ""),
    credit: parseAddress(row.credit ?? ""),
    amount: parseMoney(row.amount ?? ""),
  };
}

function partOf(part: NonNullable<Extract<Step, { act: "reverse" }>["part"]>) {
  if ("amounts" in part) return { amounts: part.amounts.map((each) => each.amount) };
  return { amount: part.amount, over: parseAddress(part.over) };
}

function codeOf(text: string): TransferCode {
  if (!isTransferCode(text)) throw new Error(`no code ${text}`);
  return text;
}
