import { testDatabase } from "@stoa/db/testing/database";
import { encodeCursor, HOUR_MS, InvalidInput } from "@stoa/kit";
import { beforeAll, expect, test } from "vitest";
import { balanceOf, balancesOf } from "./balance.ts";
import { account } from "./chart.ts";
import { EntryNotFound } from "./errors.ts";
import { foldHotAccounts } from "./fold.ts";
import { placeHold } from "./hold.ts";
import { type AccountListing, entriesAbout, listAccounts, listEntries, readEntry } from "./journal.ts";
import { sealEntries } from "./seal.ts";
import { type StatementLine, statement } from "./statement.ts";
import { eur, inBooks, ledgerContext, NOON, post, transfer, untilSealable } from "./testing/books.ts";

const database = testDatabase();
const wallet = { address: account.wallet("ada"), currency: "EUR" } as const;
const clearing = { address: account.gatewayClearing("stripe"), currency: "EUR" } as const;
const hour = (n: number) => new Date(NOON.getTime() + n * HOUR_MS);

/** Ten hours: 10.00 in at every even hour, 1.00 out at every odd one. The hour 4 is told late. */
beforeAll(async () => {
  for (const n of [0, 1, 2, 3, 5, 6, 7, 8, 9, 4]) {
    const moves =
      n % 2 === 0
        ? transfer(clearing.address, wallet.address, eur(1_000), { code: "top_up" })
        : transfer(wallet.address, "revenue/tip", eur(100), { code: "wallet_spend" });
    await post(database.db, { kind: "hour.passed", subject: `hour-${n}`, effectiveAt: hour(n), transfers: [moves] });
  }
  const hold = {
    kind: "payout.reserved",
    subject: "po",
    effectiveAt: hour(5),
    transfer: transfer(wallet.address, "bank/main", eur(50)),
  };
  await inBooks(database.db, (ctx) => placeHold(ctx, hold));
});

test("a statement opens, runs and closes, in the order of the events, without the holds", async () => {
  const { opening, closing, items, nextCursor } = await statement(database, {
    ...wallet,
    from: hour(2),
    to: hour(6),
    limit: 50,
  });
  expect([opening, closing, nextCursor]).toEqual([eur(900), eur(2_700), null]);
  expect(items.map(({ subject, side, amount, balance }) => [subject, side, amount.amount, balance.amount])).toEqual([
    ["hour-2", "credit", 1_000, 1_900],
    ["hour-3", "debit", 100, 1_800],
    ["hour-4", "credit", 1_000, 2_800],
    ["hour-5", "debit", 100, 2_700],
  ]);
  expect(items[0]).toMatchObject({ code: "top_up", counterpart: "gateway/stripe/clearing", effectiveAt: hour(2) });
});

test("read page by page it is the same statement", async () => {
  const period = { ...wallet, from: hour(1), to: hour(9) };
  const whole = await statement(database, { ...period, limit: 50 });
  const paged: StatementLine[] = [];
  let cursor: string | undefined;
  do {
    const page = await statement(database, { ...period, limit: 3, cursor });
    expect([page.opening, page.closing]).toEqual([whole.opening, whole.closing]);
    expect(page.items.length).toBeLessThanOrEqual(3);
    paged.push(...page.items);
    expect(paged).toEqual(whole.items.slice(0, paged.length));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(paged).toEqual(whole.items);
  expect((await statement(database, { ...period, limit: whole.items.length })).nextCursor).toBeNull();
});

test("consecutive periods meet: one closes where the next opens", async () => {
  const first = await statement(database, { ...clearing, from: hour(0), to: hour(4), limit: 1 });
  const second = await statement(database, { ...clearing, from: hour(4), to: hour(10), limit: 1 });
  expect(first.closing).toEqual(second.opening);
  expect(second.closing).toEqual((await balanceOf(database, clearing)).balance);
});

test("a forged cursor is refused", async () => {
  const period = { ...wallet, from: hour(1), to: hour(9), limit: 3 };
  for (const cursor of [
    "nonsense",
    encodeCursor([1, 2]),
    encodeCursor(["yesterday", "jnl", 0]),
    encodeCursor([hour(1).toISOString(), "jnl", "x"]),
  ]) {
    await expect(statement(database, { ...period, cursor })).rejects.toThrow(InvalidInput);
  }
});

test("balances are the same from rows, from transfers and from a fold with what followed it", async () => {
  const accounts = [
    wallet,
    clearing,
    { address: "revenue/tip", currency: "EUR" },
    { address: "revenue/tip", currency: "JPY" },
  ] as const;
  const before = await balancesOf(database, accounts);
  expect(before.map(({ balance }) => balance.amount)).toEqual([4_500, 5_000, 500, 0]);
  await untilSealable(database);
  await sealEntries(ledgerContext(database.db), 4);
  expect(await foldHotAccounts(ledgerContext(database.db))).toBeGreaterThan(0);
  expect(await foldHotAccounts(ledgerContext(database.db))).toBe(0);
  expect(await balancesOf(database, accounts)).toEqual(before);
  await post(database.db, {
    kind: "hour.passed",
    subject: "hour-10",
    effectiveAt: hour(10),
    transfers: [transfer(clearing.address, wallet.address, eur(1))],
  });
  const after = await balancesOf(database, accounts);
  expect(after.map(({ balance }) => balance.amount)).toEqual([4_501, 5_001, 500, 0]);
  await untilSealable(database);
  await sealEntries(ledgerContext(database.db));
  await foldHotAccounts(ledgerContext(database.db));
  expect(await balancesOf(database, accounts)).toEqual(after);
  expect(await balancesOf(database, [])).toEqual([]);
});

test("the journal lists entries newest first, and everything about a subject in order", async () => {
  const first = await listEntries(database, { limit: 5 });
  const second = await listEntries(database, { limit: 50, cursor: first.nextCursor ?? "" });
  const all = [...first.items, ...second.items];
  expect(new Set(all.map((entry) => entry.id)).size).toBe(all.length);
  expect(second.nextCursor).toBeNull();
  expect(
    (await entriesAbout(database, ["hour-3", "hour-1"])).map((entry) => [entry.subject, entry.transfers.length]),
  ).toEqual([
    ["hour-1", 1],
    ["hour-3", 1],
  ]);
  expect(await entriesAbout(database, [])).toEqual([]);
});

test("an entry is read by its id, and one that does not exist is not found", async () => {
  const [newest] = (await listEntries(database, { limit: 1 })).items;
  expect(await readEntry(database, newest?.id ?? "")).toEqual(newest);
  await expect(readEntry(database, "jnl_none")).rejects.toThrow(EntryNotFound);
});

test("read page by page the accounts are the same, each once", async () => {
  const whole = await listAccounts(database, { limit: 50 });
  expect(whole.nextCursor).toBeNull();
  const paged: AccountListing[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAccounts(database, { limit: 1, cursor });
    paged.push(...page.items);
    expect(paged).toEqual(whole.items.slice(0, paged.length));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(paged).toEqual(whole.items);
  await expect(listAccounts(database, { limit: 1, cursor: encodeCursor(["bank/main"]) })).rejects.toThrow(InvalidInput);
});

test("accounts are listed by address with what they mean, those of a prefix alone if asked", async () => {
  const { items } = await listAccounts(database, { limit: 2 });
  expect(items.map(({ address }) => address)).toEqual(["bank/main", "gateway/stripe/clearing"]);
  const page = await listAccounts(database, { prefix: "wallet/", limit: 2 });
  expect(page.items).toMatchObject([
    { address: "wallet/ada", kind: "liability", held: eur(50), meaning: expect.stringContaining("topped up") },
  ]);
});
