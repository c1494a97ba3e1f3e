import { testDatabase } from "@stoa/db/testing/database";
import fc from "fast-check";
import { expect, test } from "vitest";
import { balancesOf } from "./balance.ts";
import { type AccountAddress, account } from "./chart.ts";
import {
  EntryConflict,
  EntryNotFound,
  InsufficientFunds,
  NothingLeftToReverse,
  NotReversible,
  ReversalExceedsOriginal,
} from "./errors.ts";
import { placeHold, postHold, voidHold } from "./hold.ts";
import { readEntry } from "./journal.ts";
import { type Reversal, reverseEntry } from "./reverse.ts";
import { eur, inBooks, post, topUp, transfer } from "./testing/books.ts";

const database = testDatabase();
const clearing = account.gatewayClearing("stripe");
const affiliate = account.affiliatePayable("aff_1");

/** 48.01 paid: 40.01 for the course and 8.00 of tax; 4.00 commission to an affiliate, payable in April. */
function sale(subject: string) {
  const availableAt = new Date("2026-04-01T00:00:00Z");
  return post(database.db, {
    kind: "order.paid",
    subject,
    transfers: [
      transfer(clearing, "revenue/course", eur(4001), { code: "sale" }),
      transfer(clearing, "tax/DE/payable", eur(800), { code: "tax" }),
      transfer("affiliates/commissions", affiliate, eur(400), {
        code: "commission",
        availableAt,
        availableReason: "refund_window",
      }),
    ],
  });
}

function reverse(reversal: Omit<Reversal, "kind" | "code">) {
  return inBooks(database.db, (ctx) => reverseEntry(ctx, { kind: "order.refunded", code: "refund", ...reversal }));
}

const part = (amount: number) => ({ amount: eur(amount), over: clearing });

async function amountsOf(entryId: string) {
  return (await readEntry(database, entryId)).transfers.map((t) => [t.debitAddress, t.creditAddress, t.amountMinor]);
}

test("a full reversal mirrors every transfer and keeps the payable's release date", async () => {
  const { entryId } = await sale("pay_full");
  const back = await readEntry(database, (await reverse({ entryId, subject: "rf_full" })).entryId);
  expect(back.reversesId).toBe(entryId);
  expect(back.transfers.map((t) => [t.code, t.debitAddress, t.creditAddress, t.amountMinor])).toEqual([
    ["refund", "revenue/course", clearing, 4001],
    ["refund", "tax/DE/payable", clearing, 800],
    ["refund", affiliate, "affiliates/commissions", 400],
  ]);
  expect(back.transfers.at(-1)).toMatchObject({
    availableReason: "refund_window",
    availableAt: new Date("2026-04-01T00:00:00Z"),
  });
});

test("so much of each transfer as is told, what is left later, and never more than there was", async () => {
  const { entryId } = await sale("pay_told");
  const told = (subject: string, ...amounts: number[]) => reverse({ entryId, subject, part: { amounts } });
  const first = await told("rf_told_1", 3000, 0, 400);
  expect(await amountsOf(first.entryId)).toEqual([
    ["revenue/course", clearing, 3000],
    [affiliate, "affiliates/commissions", 400],
  ]);
  expect(await told("rf_told_1", 3000, 0, 400)).toMatchObject({ entryId: first.entryId, replayed: true });
  await expect(told("rf_told_1", 3000, 1, 400)).rejects.toThrow(EntryConflict);
  await expect(told("rf_told_2", 1002, 0, 0)).rejects.toThrow(ReversalExceedsOriginal);
  await expect(told("rf_told_2", 0, 0, 1)).rejects.toThrow(ReversalExceedsOriginal);
  await expect(told("rf_told_2", 1001)).rejects.toThrow("names every transfer");
  const second = await told("rf_told_2", 1001, 800, 0);
  expect((await amountsOf(second.entryId)).map(([, , amount]) => amount)).toEqual([1001, 800]);
  await expect(reverse({ entryId, subject: "rf_told_3" })).rejects.toThrow(NothingLeftToReverse);
});

test("half of a sale takes back half of everything, and the other half what is left to the cent", async () => {
  const { entryId } = await sale("pay_half");
  const first = await reverse({ entryId, subject: "rf_half_1", part: part(2400) });
  expect((await amountsOf(first.entryId)).map(([, , amount]) => amount)).toEqual([2000, 400, 200]);
  const second = await reverse({ entryId, subject: "rf_half_2", part: part(2401) });
  expect((await amountsOf(second.entryId)).map(([, , amount]) => amount)).toEqual([2001, 400, 200]);
  await expect(reverse({ entryId, subject: "rf_half_3" })).rejects.toThrow(NothingLeftToReverse);
});

test("however a refund is cut, the parts add up to the whole", { timeout: 120_000 }, async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4800 }), { minLength: 1, maxLength: 5 }), async (cuts) => {
      const subject = `pay_cut_${++run}`;
      const { entryId } = await sale(subject);
      const points = [...new Set(cuts)].sort((a, b) => a - b);
      const sums = [0, 0, 0];
      for (const [i, point] of [...points, 4801].entries()) {
        const amount = point - (points[i - 1] ?? 0);
        const { entryId: refundId } = await reverse({ entryId, subject: `${subject}-${i}`, part: part(amount) });
        const { transfers } = await readEntry(database, refundId);
        const crossing = transfers.filter((t) => t.creditAddress === clearing);
        expect(crossing.reduce((sum, t) => sum + t.amountMinor, 0)).toBe(amount);
        for (const t of transfers) {
          const index = ["revenue/course", "tax/DE/payable", affiliate].indexOf(t.debitAddress);
          sums[index] = (sums[index] ?? 0) + t.amountMinor;
        }
      }
      expect(sums).toEqual([4001, 800, 400]);
    }),
    { numRuns: 40 },
  );
});

test("a part is exact over the account it is measured on, also when many accounts paid into it", async () => {
  const [ada, bob, course] = [account.wallet("ada"), account.wallet("bob"), account.revenue("course")];
  for (const wallet of [ada, bob]) await topUp(database.db, wallet, 50);
  const transfers = [transfer(ada, course, eur(50)), transfer(bob, course, eur(50))];
  const { entryId } = await post(database.db, { kind: "gift.bought", subject: "shared", transfers });
  const back = await reverse({ entryId, subject: "rf_shared", part: { amount: eur(1), over: course } });
  expect(await amountsOf(back.entryId)).toEqual([[course, ada, 1]]);
});

test("the same reversal again is the same entry, and its name given to another is refused", async () => {
  const { entryId } = await sale("pay_replay");
  const first = await reverse({ entryId, subject: "rf_replay", part: part(1000) });
  expect(await reverse({ entryId, subject: "rf_replay", part: part(1000) })).toEqual({ ...first, replayed: true });
  await expect(reverse({ entryId, subject: "rf_replay", part: part(1001) })).rejects.toThrow(EntryConflict);
  const rest = await reverse({ entryId, subject: "rf_replay_rest" });
  expect(await reverse({ entryId, subject: "rf_replay_rest" })).toEqual({ ...rest, replayed: true });
});

test("T70 never more than the original", async () => {
  const { entryId } = await sale("pay_most");
  await expect(reverse({ entryId, subject: "rf_most", part: part(4802) })).rejects.toThrow(ReversalExceedsOriginal);
  await reverse({ entryId, subject: "rf_most_1", part: part(4800) });
  await expect(reverse({ entryId, subject: "rf_most_2", part: part(2) })).rejects.toThrow(ReversalExceedsOriginal);
  const elsewhere = { amount: eur(1), over: account.gatewayClearing("paypal") };
  await expect(reverse({ entryId, subject: "rf_most_3", part: elsewhere })).rejects.toThrow(ReversalExceedsOriginal);
});

test("a refund that the gateway could not make is undone, and can be made again", async () => {
  const { entryId } = await sale("pay_undo");
  const refund = await reverse({ entryId, subject: "rf_undo", part: part(1000) });
  const failed = await reverse({ entryId: refund.entryId, subject: "rf_undo_failed" });
  const again = await reverse({ entryId, subject: "rf_undo_2" });
  expect((await amountsOf(again.entryId)).map(([, , amount]) => amount)).toEqual([4001, 800, 400]);
  await expect(reverse({ entryId: failed.entryId, subject: "rf_undo_undo" })).rejects.toThrow(
    expect.objectContaining({
      constructor: NotReversible,
      message: "This entry cannot be reversed: it undid a reversal; reverse the first entry again.",
    }),
  );
  await expect(reverse({ entryId, subject: "rf_undo_3" })).rejects.toThrow(NothingLeftToReverse);
});

test("a lost dispute is settled from what the gateway holds", async () => {
  const { entryId } = await sale("pay_dispute");
  const held = account.disputesHeld("stripe");
  await post(database.db, {
    kind: "dispute.opened",
    subject: "dp_1",
    transfers: [transfer(held, clearing, eur(4801))],
  });
  const instead = { of: clearing, use: held };
  const lost = await reverse({ entryId, subject: "dp_1", instead });
  expect(await amountsOf(lost.entryId)).toContainEqual(["revenue/course", held, 4001]);
  const [balance] = await balancesOf(database, [{ address: held, currency: "EUR" }]);
  expect(balance?.balance).toEqual(eur(0));
});

test("what has been paid out cannot be taken back from an empty payable", async () => {
  const poor: AccountAddress = account.affiliatePayable("aff_poor");
  const commission = [transfer("affiliates/commissions", poor, eur(400))];
  const { entryId } = await post(database.db, { kind: "commission.earned", subject: "c1", transfers: commission });
  await post(database.db, { kind: "payout.paid", subject: "c1", transfers: [transfer(poor, "bank/main", eur(400))] });
  await expect(reverse({ entryId, subject: "c1" })).rejects.toThrow(InsufficientFunds);
  const owed = { of: poor, use: account.affiliateReceivable("aff_poor") };
  await reverse({ entryId, subject: "c1", instead: owed });
  const [balance] = await balancesOf(database, [{ address: owed.use, currency: "EUR" }]);
  expect(balance?.balance).toEqual(eur(400));
});

test("a payout that came back is reversed; a hold is voided instead, and what voided it moved nothing", async () => {
  const wallet = account.wallet("held");
  await topUp(database.db, wallet, 100);
  const payOut = transfer(wallet, "bank/main", eur(50), { code: "payout" });
  const place = (subject: string) =>
    inBooks(database.db, (ctx) => placeHold(ctx, { kind: "payout.reserved", subject, transfer: payOut }));
  const [sent, kept] = [await place("po_sent"), await place("po_kept")];
  const posted = await inBooks(database.db, (ctx) =>
    postHold(ctx, { ...sent, kind: "payout.sent", subject: "po_sent" }),
  );
  const voided = await inBooks(database.db, (ctx) =>
    voidHold(ctx, { ...kept, kind: "payout.failed", subject: "po_kept" }),
  );
  const back = await reverse({ entryId: posted.entryId, subject: "po_sent" });
  expect(await amountsOf(back.entryId)).toEqual([["bank/main", wallet, 50]]);
  await expect(reverse({ entryId: sent.entryId, subject: "x" })).rejects.toThrow("a hold is voided instead");
  await expect(reverse({ entryId: voided.entryId, subject: "x" })).rejects.toThrow("moved nothing");
  await expect(reverse({ entryId: "jnl_none", subject: "x" })).rejects.toThrow(EntryNotFound);
});
