import { testDatabase } from "@stoa/db/testing/database";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { balanceOf, balancesOf } from "./balance.ts";
import { type AccountAddress, account } from "./chart.ts";
import { EntryConflict, HoldAlreadyClosed, InsufficientFunds, NothingLeftToReverse } from "./errors.ts";
import { foldHotAccounts } from "./fold.ts";
import { placeHold, postHold, voidHold } from "./hold.ts";
import { runLedgerInvariants } from "./invariants.ts";
import { reverseEntry } from "./reverse.ts";
import { sealEntries } from "./seal.ts";
import { eur, inBooks, ledgerContext, post, topUp, transfer } from "./testing/books.ts";

const database = testDatabase();

test("parallel transfers between few wallets lose no minor unit, and every reader sees the same total", {
  timeout: 120_000,
}, async () => {
  const wallets = [0, 1, 2, 3, 4].map((n) => account.wallet(`bank-${n}`));
  for (const wallet of wallets) await topUp(database.db, wallet, 1_000);
  let refused = 0;
  const writer = async (seed: number) => {
    for (let i = 0; i < 150; i++) {
      const from = wallets[(seed + i) % 5] as AccountAddress;
      const to = wallets[(seed + i * 3 + 1) % 5] as AccountAddress;
      if (from === to) continue;
      const third = wallets[(seed + i * 2 + 2) % 5] as AccountAddress;
      const legs = [transfer(from, to, eur(1 + ((seed * 31 + i * 17) % 700)))];
      if (third !== from) legs.push(transfer(from, third, eur(1 + (i % 5))));
      const entry = { kind: "wallet.moved", subject: `${seed}-${i}`, transfers: legs };
      await post(database.db, entry).catch((error) => {
        if (!(error instanceof InsufficientFunds)) throw error;
        refused += 1;
      });
    }
  };
  const writing = Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(writer));
  const done = writing.then(() => true);
  let reads = 0;
  while (!(await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 2, false))]))) {
    const balances = await balancesOf(
      database,
      wallets.map((address) => ({ address, currency: "EUR" as const })),
    );
    expect(balances.reduce((sum, { balance }) => sum + balance.amount, 0)).toBe(5_000);
    expect(balances.every(({ available }) => available.amount >= 0)).toBe(true);
    const clearing = await balanceOf(database, { address: "gateway/stripe/clearing", currency: "EUR" });
    expect(clearing.balance.amount).toBe(5_000);
    if (reads % 10 === 0) await sealEntries(ledgerContext(database.db), 50);
    if (reads % 25 === 0) await foldHotAccounts(ledgerContext(database.db));
    reads += 1;
  }
  await writing;
  expect(refused).toBeGreaterThan(0);
  expect(reads).toBeGreaterThan(20);
  expect(await runLedgerInvariants(database)).toEqual([]);
});

test("of many who spend one wallet at once, as many win as there is money", async () => {
  const wallet = account.wallet("one");
  await topUp(database.db, wallet, 1_000);
  const results = await Promise.allSettled(
    Array.from({ length: 30 }, (_, i) =>
      post(database.db, {
        kind: "wallet.spent",
        subject: `one-${i}`,
        transfers: [transfer(wallet, "revenue/tip", eur(100))],
      }),
    ),
  );
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(10);
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toBeInstanceOf(InsufficientFunds);
});

test("one event reported by many at once is one entry", async () => {
  const sale = {
    kind: "order.paid",
    subject: "pay_many",
    transfers: [transfer("gateway/stripe/clearing", "revenue/course", eur(4900))],
  };
  const results = await Promise.all(Array.from({ length: 20 }, () => post(database.db, sale)));
  expect(new Set(results.map((entry) => entry.entryId)).size).toBe(1);
  expect(results.filter((entry) => !entry.replayed)).toHaveLength(1);
});

test("of two events that take one name at once, the second is refused", async () => {
  const sale = (amount: number) => ({
    kind: "order.paid",
    subject: "pay_two",
    transfers: [transfer("gateway/stripe/clearing", "revenue/course", eur(amount))],
  });
  const results = await Promise.allSettled([1, 2, 3, 4].map((amount) => post(database.db, sale(amount))));
  const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(refusals).toHaveLength(3);
  for (const refusal of refusals) expect(refusal).toBeInstanceOf(EntryConflict);
});

test("of many who close one hold at once, one wins", async () => {
  const wallet = account.wallet("held");
  await topUp(database.db, wallet, 500);
  const { holdId } = await inBooks(database.db, (ctx) =>
    placeHold(ctx, { kind: "payout.reserved", subject: "po_1", transfer: transfer(wallet, "bank/main", eur(500)) }),
  );
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      inBooks(database.db, (ctx) =>
        i % 2 === 0
          ? postHold(ctx, { holdId, kind: "payout.paid", subject: `po_1-${i}` })
          : voidHold(ctx, { holdId, kind: "payout.failed", subject: `po_1-${i}` }),
      ),
    ),
  );
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toBeInstanceOf(HoldAlreadyClosed);
});

test("T70 of ten who reverse one entry at once, one wins", async () => {
  const { entryId } = await post(database.db, {
    kind: "order.paid",
    subject: "pay_r",
    transfers: [transfer("gateway/stripe/clearing", "revenue/course", eur(4900))],
  });
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) =>
      inBooks(database.db, (ctx) =>
        reverseEntry(ctx, { entryId, kind: "order.refunded", subject: `rf-${i}`, code: "refund" }),
      ),
    ),
  );
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toBeInstanceOf(NothingLeftToReverse);
  const [total] = await database.db.execute<{ back: string }>(
    sql`select sum(amount_minor) as back from ledger_transfers where code = 'refund'`,
  );
  expect(total?.back).toBe("4900");
});
