import { createHash } from "node:crypto";
import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { InvariantViolation, money } from "@stoa/kit";
import { eq, inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import { account } from "./chart.ts";
import { EntryConflict, InsufficientFunds, UnknownAccount } from "./errors.ts";
import { postEntry, type Transfer } from "./post-entry.ts";
import { eur, inBooks, post, topUp, transfer } from "./testing/books.ts";

const database = testDatabase();
const db = () => database.db;

const sale = (subject: string) => ({
  kind: "order.paid",
  subject,
  transfers: [
    { code: "sale", debit: account.gatewayClearing("stripe"), credit: account.revenue("course"), amount: eur(4000) },
    { code: "tax", debit: account.gatewayClearing("stripe"), credit: account.taxPayable("DE"), amount: eur(800) },
  ] as const,
});

test("a sale is one entry with its transfers, and the accounts are opened as the chart declares", async () => {
  const entry = await post(db(), sale("pay_1"));
  expect(entry).toMatchObject({
    replayed: false,
    transferIds: [expect.stringMatching(/^trf_/), expect.stringMatching(/^trf_/)],
  });
  const accounts = await db().select().from(tables.ledgerAccounts);
  expect(accounts.map(({ address, currency, kind, tracked }) => [address, currency, kind, tracked]).sort()).toEqual([
    ["gateway/stripe/clearing", "EUR", "asset", false],
    ["revenue/course", "EUR", "income", false],
    ["tax/DE/payable", "EUR", "liability", false],
  ]);
});

test("posted again, it answers with the entry that is there", async () => {
  const first = await post(db(), sale("pay_2"));
  expect(await post(db(), sale("pay_2"))).toEqual({ ...first, replayed: true });
});

test("an entry is recognised by what was asked, in a form that never changes", async () => {
  const [clearing, course] = [account.gatewayClearing("stripe"), account.revenue("course")];
  const wallet = account.wallet("usr_form");
  await topUp(db(), wallet, 5);
  const { entryId } = await post(db(), {
    kind: "order.paid",
    subject: "pay_form",
    transfers: [
      transfer(clearing, course, eur(4000), { code: "sale" }),
      transfer(wallet, course, money(5, "EUR"), { code: "tax", hold: true }),
    ],
  });
  const [row] = await db().select().from(tables.ledgerEntries).where(eq(tables.ledgerEntries.id, entryId));
  const asked = [
    ["sale", clearing, course, 4000, "EUR", false],
    ["tax", wallet, course, 5, "EUR", true],
  ];
  expect(row?.contentHash).toBe(createHash("sha256").update(JSON.stringify(asked)).digest("hex"));
});

test("posted again with another amount, code, account, currency or number of transfers, or as a hold, it is refused", async () => {
  const [clearing, course] = [account.gatewayClearing("stripe"), account.revenue("course")];
  const honest = transfer(clearing, course, eur(4000), { code: "sale" });
  const again = (...transfers: Transfer[]) => post(db(), { kind: "order.paid", subject: "pay_3", transfers });
  await again(honest);
  await expect(again({ ...honest, amount: eur(4001) })).rejects.toThrow(EntryConflict);
  await expect(again({ ...honest, amount: money(4000, "USD") })).rejects.toThrow(EntryConflict);
  await expect(again({ ...honest, code: "tax" })).rejects.toThrow(EntryConflict);
  await expect(again({ ...honest, credit: account.revenue("tip") })).rejects.toThrow(EntryConflict);
  await expect(again({ ...honest, debit: account.gatewayClearing("paypal") })).rejects.toThrow(EntryConflict);
  await expect(again({ ...honest, hold: true })).rejects.toThrow(EntryConflict);
  await expect(again(honest, honest)).rejects.toThrow(EntryConflict);
});

test("a wallet is not spent below zero, and the caller's transaction can go on", async () => {
  const wallet = account.wallet("usr_a");
  await topUp(db(), wallet, 1000);
  const spend = (subject: string, amount: number) => ({
    kind: "wallet.spent",
    subject,
    transfers: [transfer(wallet, "revenue/unlock", eur(amount))],
  });
  await inBooks(db(), async (ctx) => {
    await expect(postEntry(ctx, spend("s1", 1001))).rejects.toThrow(
      expect.objectContaining({
        constructor: InsufficientFunds,
        details: { address: wallet, available: eur(1000), needed: eur(1001) },
      }),
    );
    await postEntry(ctx, spend("s2", 1000));
  });
  expect(await post(db(), spend("s2", 1000))).toMatchObject({ replayed: true });
  await expect(post(db(), spend("s3", 1))).rejects.toThrow(InsufficientFunds);
});

test("an address outside the chart is refused before anything is written", async () => {
  const entry = { kind: "x", subject: "x", transfers: [transfer("wallet/a b", "revenue/tip", eur(1))] };
  await expect(post(db(), entry)).rejects.toThrow(UnknownAccount);
});

test("an entry of nothing, a transfer of nothing or to itself is a defect of the caller", async () => {
  const [clearing, tip] = [account.gatewayClearing("stripe"), account.revenue("tip")];
  const one = transfer(clearing, tip, eur(1));
  for (const [transfers, defect] of [
    [[], "an entry has 1 to 1000 transfers"],
    [Array.from({ length: 1_001 }, () => one), "an entry has 1 to 1000 transfers"],
    [[transfer(clearing, tip, eur(0))], "a transfer moves more than 0"],
    [[transfer(clearing, tip, eur(-1))], "a transfer moves more than -1"],
    [[{ ...one, amount: { amount: 0.5, currency: "EUR" } }], "a transfer moves more than 0.5"],
    [[transfer(tip, tip, eur(1))], "a transfer moves money between two accounts, not within revenue/tip"],
  ] as const) {
    await expect(post(db(), { kind: "x", subject: "x", transfers })).rejects.toThrow(new InvariantViolation(defect));
  }
  await post(db(), { kind: "x", subject: "most", transfers: Array.from({ length: 1_000 }, () => one) });
});

test("an entry without a kind or a subject is a defect of the caller", async () => {
  const transfers = [transfer(account.gatewayClearing("stripe"), account.revenue("tip"), eur(1))];
  for (const name of [
    { kind: "", subject: "x" },
    { kind: "x", subject: "" },
  ])
    await expect(post(db(), { ...name, transfers })).rejects.toThrow(
      new InvariantViolation("an entry has a kind and a subject"),
    );
});

test("a payable keeps when it is released and why", async () => {
  const availableAt = new Date("2026-04-01T00:00:00Z");
  const release = { availableAt, availableReason: "refund_window" };
  const commission = transfer("affiliates/commissions", account.affiliatePayable("aff_1"), eur(400), release);
  const { transferIds } = await post(db(), { kind: "commission.earned", subject: "c", transfers: [commission] });
  const [row] = await db().select().from(tables.ledgerTransfers).where(inArray(tables.ledgerTransfers.id, transferIds));
  expect(row).toMatchObject(release);
});
