import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { expect, test } from "vitest";
import { type AccountAddress, account } from "./chart.ts";
import { InsufficientFunds } from "./errors.ts";
import { lockAvailable, refuseOverdraft } from "./funds.ts";
import { placeHold } from "./hold.ts";
import type { TransferState } from "./record-entry.ts";
import { eur, inBooks, ledgerContext, post, topUp, transfer } from "./testing/books.ts";
import { whileTampered } from "./testing/tampering.ts";

const database = testDatabase();
const bank = account.bank("main");

test("what accounts can bear is told in the order asked for, less what is held, and nothing for one never touched", async () => {
  const [ada, bob, nobody] = [account.wallet("ada"), account.wallet("bob"), account.wallet("nobody")];
  await topUp(database.db, ada, 1_000);
  await topUp(database.db, bob, 500);
  const hold = { kind: "payout.reserved", subject: "po", transfer: transfer(ada, bank, eur(300)) };
  await inBooks(database.db, (ctx) => placeHold(ctx, hold));
  const asked = [bob, nobody, ada].map((address) => ({ address, currency: "EUR" as const }));
  expect(await inBooks(database.db, (ctx) => lockAvailable(ctx, asked))).toEqual([eur(500), eur(0), eur(700)]);
});

test("what one entry takes from an account in several transfers is added up", async () => {
  const wallet = account.wallet("twice");
  await topUp(database.db, wallet, 100);
  const spend = (...amounts: number[]) =>
    post(database.db, {
      kind: "wallet.spent",
      subject: amounts.join("+"),
      transfers: amounts.map((amount) => transfer(wallet, "revenue/tip", eur(amount))),
    });
  await expect(spend(60, 41)).rejects.toThrow(
    expect.objectContaining({
      constructor: InsufficientFunds,
      details: { address: wallet, available: eur(100), needed: eur(101) },
    }),
  );
  await spend(60, 40);
});

test("an entry may spend what it brings, and no more", async () => {
  const wallet = account.wallet("through");
  const through = (spent: number) =>
    post(database.db, {
      kind: "gift.given",
      subject: String(spent),
      transfers: [transfer(bank, wallet, eur(100)), transfer(wallet, "revenue/tip", eur(spent))],
    });
  await expect(through(101)).rejects.toThrow(InsufficientFunds);
  await through(100);
});

test("money that comes in is never refused, though the account should stand below zero already", async () => {
  const wallet = account.wallet("broken");
  await topUp(database.db, wallet, 100);
  const crime = [
    "alter table ledger_balances drop constraint ledger_balances_available_check",
    "update ledger_balances set debits_pending = 5000 where address = 'wallet/broken'",
  ];
  await whileTampered(database, crime, async (tampered) => {
    const refusal = (debit: AccountAddress, credit: AccountAddress, state: TransferState) =>
      withTransaction({ ...ledgerContext(database.db), ...tampered }, (ctx) =>
        refuseOverdraft(ctx, [{ code: "correction", state, debit, credit, amount: eur(1) }]),
      );
    expect(await refusal(bank, wallet, "posted")).toBeNull();
    expect(await refusal(bank, wallet, "pending")).toBeNull();
    expect(await refusal(wallet, bank, "posted")).toBeInstanceOf(InsufficientFunds);
  });
});
