import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { type Currency, money } from "@stoa/kit";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { balancesOf } from "./balance.ts";
import type { AccountAddress } from "./chart.ts";
import { HoldAlreadyClosed, InsufficientFunds, NothingLeftToReverse, ReversalExceedsOriginal } from "./errors.ts";
import { foldHotAccounts } from "./fold.ts";
import { placeHold, postHold, voidHold } from "./hold.ts";
import { runLedgerInvariants } from "./invariants.ts";
import { readEntry } from "./journal.ts";
import type { LedgerTransaction } from "./ledger-context.ts";
import { postEntry } from "./post-entry.ts";
import { reverseEntry } from "./reverse.ts";
import { sealEntries } from "./seal.ts";
import { ledgerContext, transfer } from "./testing/books.ts";
import { PlainBooks } from "./testing/plain-books.ts";

const database = testDatabase();

const ACCOUNTS = [
  "gateway/stripe/clearing",
  "revenue/course",
  "wallet/a",
  "wallet/b",
  "grants/p1/pool",
  "disputes/stripe/held",
] as const;
const CURRENCIES = ["EUR", "JPY", "KWD", "INR", "USD"] as const;

const accountArb = fc.constantFrom<AccountAddress>(...ACCOUNTS);
const currencyArb = fc.constantFrom<Currency>(...CURRENCIES);
const amountArb = fc.integer({ min: 1, max: 1000 });
const legArb = fc.tuple(accountArb, amountArb);
const pick = fc.nat(1000);

type Step =
  | { act: "post"; debit: AccountAddress; legs: [AccountAddress, number][]; currency: Currency }
  | { act: "hold"; debit: AccountAddress; credit: AccountAddress; amount: number; currency: Currency }
  | { act: "postHold" | "voidHold"; hold: number; share: number }
  | { act: "reverse"; entry: number; share: number };

const stepArb: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant("post" as const),
      debit: accountArb,
      legs: fc.array(legArb, { minLength: 1, maxLength: 3 }),
      currency: currencyArb,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("hold" as const),
      debit: accountArb,
      credit: accountArb,
      amount: amountArb,
      currency: currencyArb,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constantFrom("postHold" as const, "voidHold" as const),
      hold: pick,
      share: fc.integer({ min: 1, max: 100 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant("reverse" as const),
      entry: pick,
      share: fc.integer({ min: 1, max: 100 }),
    }),
  },
);

interface OpenHold {
  id: string;
  debit: AccountAddress;
  credit: AccountAddress;
  amount: number;
  currency: Currency;
  closed: boolean;
}

interface PlainEntry {
  id: string;
  debit: AccountAddress;
  currency: Currency;
  left: Map<string, { credit: AccountAddress; amount: number }>;
}

/** The ledger and the plain books side by side; every step is made in both, and must end the same. */
class Comparison {
  readonly plain = new PlainBooks();
  private readonly holds: OpenHold[] = [];
  private readonly entries: PlainEntry[] = [];
  private steps = 0;

  async make(ctx: LedgerTransaction, step: Step): Promise<void> {
    const event = { kind: "test.step", subject: `step-${++this.steps}` };
    if (step.act === "post") await this.post(ctx, event, step);
    else if (step.act === "hold") await this.hold(ctx, event, step);
    else if (step.act === "reverse") await this.reverse(ctx, event, step);
    else await this.close(ctx, event, step);
  }

  private async post(ctx: LedgerTransaction, event: Event, { debit, legs, currency }: Step & { act: "post" }) {
    const moves = legs.filter(([credit]) => credit !== debit);
    if (moves.length === 0) return;
    const transfers = moves.map(([credit, amount]) => transfer(debit, credit, money(amount, currency)));
    const allowed = this.plain.move(moves.map(([credit, posted]) => ({ debit, credit, currency, posted, held: 0 })));
    const posting = postEntry(ctx, { ...event, transfers });
    if (!allowed) return void (await expect(posting).rejects.toBeInstanceOf(InsufficientFunds));
    const { entryId, transferIds } = await posting;
    const left = new Map(moves.map(([credit, amount], i) => [transferIds[i] ?? "", { credit, amount }]));
    this.entries.push({ id: entryId, debit, currency, left });
  }

  private async hold(ctx: LedgerTransaction, event: Event, step: Step & { act: "hold" }) {
    const { debit, credit, amount, currency } = step;
    if (debit === credit) return;
    const allowed = this.plain.move([{ debit, credit, currency, posted: 0, held: amount }]);
    const placing = placeHold(ctx, { ...event, transfer: transfer(debit, credit, money(amount, currency)) });
    if (!allowed) return void (await expect(placing).rejects.toBeInstanceOf(InsufficientFunds));
    const { holdId } = await placing;
    this.holds.push({ id: holdId, debit, credit, amount, currency, closed: false });
  }

  private async close(ctx: LedgerTransaction, event: Event, step: Step & { act: "postHold" | "voidHold" }) {
    const hold = this.holds[step.hold % this.holds.length];
    if (!hold) return;
    const { id: holdId, debit, credit, currency } = hold;
    const part = Math.max(1, Math.floor((hold.amount * step.share) / 100));
    const posted = step.act === "postHold" ? part : 0;
    const closing =
      step.act === "postHold"
        ? postHold(ctx, { ...event, holdId, amount: money(part, currency) })
        : voidHold(ctx, { ...event, holdId });
    if (hold.closed) return void (await expect(closing).rejects.toBeInstanceOf(HoldAlreadyClosed));
    // Posting a hold into an account that shrinks by it can still overdraw that account.
    const allowed = this.plain.move([{ debit, credit, currency, posted, held: -hold.amount }]);
    if (!allowed) return void (await expect(closing).rejects.toBeInstanceOf(InsufficientFunds));
    await closing;
    hold.closed = true;
  }

  private async reverse(ctx: LedgerTransaction, event: Event, step: Step & { act: "reverse" }) {
    const entry = this.entries[step.entry % this.entries.length];
    if (!entry) return;
    const { currency, debit: over } = entry;
    const whole = [...entry.left.values()].reduce((sum, { amount }) => sum + amount, 0);
    const amount = Math.max(1, Math.floor((whole * step.share) / 100));
    const part = { amount: money(amount, currency), over };
    const reversing = reverseEntry(ctx, { ...event, entryId: entry.id, code: "refund", part });
    if (whole === 0) return void (await expect(reversing).rejects.toBeInstanceOf(NothingLeftToReverse));
    const expected = splitOf(
      [...entry.left.values()].map((leg) => leg.amount),
      amount,
    );
    const moves = [...entry.left.values()].map(({ credit }, i) => ({
      debit: credit,
      credit: over,
      currency,
      posted: expected[i] ?? 0,
      held: 0,
    }));
    if (!this.plain.move(moves)) return void (await expect(reversing).rejects.toBeInstanceOf(InsufficientFunds));
    const { transfers } = await readEntry(ctx, (await reversing).entryId);
    for (const [i, [id, leg]] of [...entry.left].entries()) {
      const taken = transfers.find((t) => t.reversesId === id)?.amountMinor ?? 0;
      expect(taken).toBe(expected[i]);
      entry.left.set(id, { ...leg, amount: leg.amount - taken });
    }
    const tooMuch = { amount: money(whole - amount + 1, currency), over };
    const again = reverseEntry(ctx, {
      kind: "test.too-much",
      subject: event.subject,
      entryId: entry.id,
      code: "refund",
      part: tooMuch,
    });
    await expect(again).rejects.toBeInstanceOf(whole === amount ? NothingLeftToReverse : ReversalExceedsOriginal);
  }
}

interface Event {
  kind: string;
  subject: string;
}

/** Largest remainder in the plainest words: everybody's share rounded down, the rest to the largest fractions, first come first. */
function splitOf(weights: number[], amount: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = weights.map((weight) => Math.floor((amount * weight) / total));
  const order = weights
    .map((weight, i) => ({ i, fraction: (amount * weight) % total }))
    .sort((a, b) => b.fraction - a.fraction || a.i - b.i);
  for (const { i } of order.slice(0, amount - parts.reduce((sum, part) => sum + part, 0)))
    parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}

test("10,000 random steps in five currencies end in the same balances as plain arithmetic", {
  timeout: 300_000,
}, async () => {
  const comparison = new Comparison();
  await fc.assert(
    fc.asyncProperty(fc.array(stepArb, { minLength: 100, maxLength: 100 }), async (steps) => {
      await withTransaction(ledgerContext(database.db), async (ctx) => {
        for (const step of steps) await comparison.make(ctx, step);
      });
      await sealEntries(ledgerContext(database.db), 40);
      await foldHotAccounts(ledgerContext(database.db));
      const accounts = comparison.plain
        .accounts()
        .map(({ address, currency }) => ({ address, currency: currency as Currency }));
      const balances = await balancesOf(database, accounts);
      for (const { address, currency, available } of balances) {
        expect([address, available]).toEqual([address, money(comparison.plain.available(address, currency), currency)]);
      }
    }),
    // Steps follow one another in one database, so a smaller case would not be the same case.
    { numRuns: 100, endOnFailure: true },
  );
  const sums = await database.db.execute<{ currency: string; sum: string }>(
    sql`select currency, sum(debits_posted - credits_posted) as sum from ledger_totals group by currency`,
  );
  expect(sums.map((row) => row.sum)).toEqual(CURRENCIES.map(() => "0"));
  expect(await runLedgerInvariants(database)).toEqual([]);
});
