import { testDatabase } from "@stoa/db/testing/database";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { balanceOf } from "./balance.ts";
import { type AccountAddress, account } from "./chart.ts";
import type { TransferCode } from "./codes.ts";
import { EntryConflict, HoldAlreadyClosed, HoldExceeded, HoldNotFound, InsufficientFunds } from "./errors.ts";
import { placeHold, postHold, voidHold } from "./hold.ts";
import { readEntry } from "./journal.ts";
import { lockForChange } from "./lock-for-change.ts";
import { postEntry } from "./post-entry.ts";
import type { PostedEntry } from "./record-entry.ts";
import { eur, inBooks, post, topUp, transfer } from "./testing/books.ts";

const database = testDatabase();
const bank = account.bank("main");

async function walletWithHold(name: string): Promise<{ wallet: AccountAddress; holdId: string }> {
  const wallet = account.wallet(name);
  await topUp(database.db, wallet, 1_000);
  const transferOfHold = transfer(wallet, bank, eur(600), { code: "payout" });
  const hold = { kind: "payout.reserved", subject: name, transfer: transferOfHold };
  const { holdId } = await inBooks(database.db, (ctx) => placeHold(ctx, hold));
  expect(await inBooks(database.db, (ctx) => placeHold(ctx, hold))).toMatchObject({ holdId, replayed: true });
  return { wallet, holdId };
}

async function figures(address: AccountAddress) {
  const { balance, held, available, incoming } = await balanceOf(database, { address, currency: "EUR" });
  return { balance: balance.amount, held: held.amount, available: available.amount, incoming: incoming.amount };
}

test("a hold reserves money without moving it", async () => {
  const { wallet } = await walletWithHold("reserves");
  expect(await figures(wallet)).toEqual({ balance: 1_000, held: 600, available: 400, incoming: 0 });
  const spend = { kind: "wallet.spent", subject: "s", transfers: [transfer(wallet, "revenue/tip", eur(401))] };
  await expect(post(database.db, spend)).rejects.toThrow(InsufficientFunds);
});

test("no more is held than is available, and the caller's transaction can go on", async () => {
  const wallet = account.wallet("short");
  await topUp(database.db, wallet, 100);
  const hold = (subject: string, amount: number) => ({
    kind: "payout.reserved",
    subject,
    transfer: transfer(wallet, bank, eur(amount)),
  });
  await inBooks(database.db, async (ctx) => {
    await placeHold(ctx, hold("short-1", 60));
    await expect(placeHold(ctx, hold("short-2", 41))).rejects.toThrow(InsufficientFunds);
    await placeHold(ctx, hold("short-3", 40));
  });
  expect(await figures(wallet)).toEqual({ balance: 100, held: 100, available: 0, incoming: 0 });
});

test("what is coming by a hold cannot be spent before it is posted", async () => {
  const [from, to] = [account.wallet("from"), account.wallet("to")];
  await topUp(database.db, from, 500);
  const { holdId } = await inBooks(database.db, (ctx) =>
    placeHold(ctx, { kind: "gift.promised", subject: "g", transfer: transfer(from, to, eur(500)) }),
  );
  expect(await figures(to)).toEqual({ balance: 0, held: 0, available: 0, incoming: 500 });
  const spend = { kind: "wallet.spent", subject: "g", transfers: [transfer(to, "revenue/tip", eur(500))] };
  await expect(post(database.db, spend)).rejects.toThrow(InsufficientFunds);
  await inBooks(database.db, (ctx) => postHold(ctx, { holdId, kind: "gift.given", subject: "g" }));
  await post(database.db, spend);
});

test("not even the entry that brings it may spend it", async () => {
  const wallet = account.wallet("both");
  const transfers = [transfer(bank, wallet, eur(100), { hold: true }), transfer(wallet, "revenue/tip", eur(100))];
  const both = post(database.db, { kind: "gift.spent", subject: "both", transfers });
  await expect(both).rejects.toThrow(InsufficientFunds);
});

test("a posted hold moves the money, and a part posted releases the rest", async () => {
  const { wallet, holdId } = await walletWithHold("part");
  await inBooks(database.db, (ctx) =>
    postHold(ctx, { holdId, kind: "payout.paid", subject: "part", amount: eur(250) }),
  );
  expect(await figures(wallet)).toEqual({ balance: 750, held: 0, available: 750, incoming: 0 });
});

test("a voided hold leaves everything as it was", async () => {
  const { wallet, holdId } = await walletWithHold("void");
  await inBooks(database.db, (ctx) => voidHold(ctx, { holdId, kind: "payout.failed", subject: "void" }));
  expect(await figures(wallet)).toEqual({ balance: 1_000, held: 0, available: 1_000, incoming: 0 });
});

test("a hold is closed once; the same closing again is the same entry", async () => {
  const { holdId } = await walletWithHold("once");
  const close = (kind: string) => inBooks(database.db, (ctx) => postHold(ctx, { holdId, kind, subject: "once" }));
  const first = await close("payout.paid");
  expect(await close("payout.paid")).toEqual({ ...first, replayed: true });
  await expect(close("payout.paid_again")).rejects.toThrow(HoldAlreadyClosed);
  const voiding = inBooks(database.db, (ctx) => voidHold(ctx, { holdId, kind: "payout.paid", subject: "once" }));
  await expect(voiding).rejects.toThrow(EntryConflict);
});

test("a hold is posted for its own reason, or for another that is told", async () => {
  const codeOf = async (closing: Promise<PostedEntry>) => {
    const entry = await readEntry(database, (await closing).entryId);
    return entry.transfers.map(({ code, pendingId }) => [code, pendingId]);
  };
  const own = await walletWithHold("own");
  const post = (code?: TransferCode) =>
    inBooks(database.db, (ctx) => postHold(ctx, { holdId: own.holdId, kind: "payout.paid", subject: "own", code }));
  expect(await codeOf(post())).toEqual([["payout", own.holdId]]);
  expect(await post("payout")).toMatchObject({ replayed: true });
  await expect(post("settlement")).rejects.toThrow(EntryConflict);
  const { holdId } = await walletWithHold("told");
  const told = { holdId, kind: "payout.paid", subject: "told", code: "settlement" } as const;
  expect(await codeOf(inBooks(database.db, (ctx) => postHold(ctx, told)))).toEqual([["settlement", holdId]]);
});

test("one change of a hold at a time: whoever comes second waits, and others do not", async () => {
  const [first, second] = [await walletWithHold("first"), await walletWithHold("second")];
  const close = ({ holdId }: { holdId: string }) =>
    inBooks(database.db, async (ctx) => {
      await ctx.db.execute(sql`set local lock_timeout = '200ms'`);
      return voidHold(ctx, { holdId, kind: "payout.failed", subject: holdId });
    });
  await inBooks(database.db, async (ctx) => {
    await lockForChange(ctx, first.holdId);
    await expect(close(first)).rejects.toMatchObject({ cause: { code: "55P03" } });
    await close(second);
  });
  await close(first);
});

test("no more of a hold is posted than was held, and only a hold is posted", async () => {
  const { holdId } = await walletWithHold("bounds");
  const posting = { kind: "payout.paid", subject: "bounds" };
  await expect(inBooks(database.db, (ctx) => postHold(ctx, { ...posting, holdId, amount: eur(601) }))).rejects.toThrow(
    HoldExceeded,
  );
  const dollars = { amount: 1, currency: "USD" as const };
  await expect(inBooks(database.db, (ctx) => postHold(ctx, { ...posting, holdId, amount: dollars }))).rejects.toThrow(
    HoldExceeded,
  );
  await expect(inBooks(database.db, (ctx) => postHold(ctx, { ...posting, holdId: "trf_none" }))).rejects.toThrow(
    HoldNotFound,
  );
  const paid = await topUp(database.db, account.wallet("bounds"), 1);
  const noHold = { ...posting, holdId: paid.transferIds[0] ?? "" };
  await expect(inBooks(database.db, (ctx) => postHold(ctx, noHold))).rejects.toThrow(HoldNotFound);
});

test("one event may hold for several payees, each closed on its own", async () => {
  const pool = account.grantsPool("p1");
  await topUp(database.db, pool, 1_000);
  const transfers = [300, 400].map((amount) =>
    transfer(pool, "revenue/course", eur(amount), { code: "grant_award", hold: true }),
  );
  const { transferIds } = await inBooks(database.db, (ctx) =>
    postEntry(ctx, { kind: "grant.approved", subject: "g1", transfers }),
  );
  const [first = "", second = ""] = transferIds;
  await inBooks(database.db, (ctx) => postHold(ctx, { holdId: first, kind: "grant.redeemed", subject: "a1" }));
  await inBooks(database.db, (ctx) => voidHold(ctx, { holdId: second, kind: "grant.expired", subject: "a2" }));
  expect(await figures(pool)).toEqual({ balance: 700, held: 0, available: 700, incoming: 0 });
});
