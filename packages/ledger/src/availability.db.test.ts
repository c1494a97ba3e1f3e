import { testDatabase } from "@stoa/db/testing/database";
import { DAY_MS } from "@stoa/kit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { releaseForecast } from "./availability.ts";
import { balanceOf } from "./balance.ts";
import { account } from "./chart.ts";
import { placeHold, voidHold } from "./hold.ts";
import { reverseEntry } from "./reverse.ts";
import { eur, inBooks, NOON, post, transfer } from "./testing/books.ts";

const database = testDatabase();
const day = (n: number) => new Date(NOON.getTime() + n * DAY_MS);

function commission(affiliate: string, subject: string, amount: number, days: number) {
  const release = { availableAt: day(days), availableReason: "refund_window" };
  const transfers = [
    transfer("affiliates/commissions", account.affiliatePayable(affiliate), eur(amount), {
      code: "commission",
      ...release,
    }),
  ];
  return post(database.db, { kind: "commission.earned", subject, transfers });
}

test("a payee sees what is released, what follows, when and why", async () => {
  const payable = { address: account.affiliatePayable("aff_1"), currency: "EUR" } as const;
  await commission("aff_1", "c1", 400, 10);
  await commission("aff_1", "c2", 500, 20);
  const refunded = await commission("aff_1", "c3", 300, 20);
  await inBooks(database.db, (ctx) =>
    reverseEntry(ctx, { entryId: refunded.entryId, kind: "commission.clawed_back", subject: "c3", code: "clawback" }),
  );
  const reason = "refund_window";
  expect(await releaseForecast(database, payable, day(5))).toMatchObject({
    released: eur(0),
    upcoming: [
      { availableAt: day(10), reason, amount: eur(400) },
      { availableAt: day(20), reason, amount: eur(500) },
    ],
  });
  const onTheDay = await releaseForecast(database, payable, day(10));
  expect(onTheDay).toMatchObject({ released: eur(400), upcoming: [{ availableAt: day(20), amount: eur(500) }] });
  const hold = { kind: "payout.reserved", subject: "po", transfer: transfer(payable.address, "bank/main", eur(150)) };
  await inBooks(database.db, (ctx) => placeHold(ctx, hold));
  expect((await releaseForecast(database, payable, day(10))).released).toEqual(eur(250));
  const receivable = { address: account.gatewayClearing("paypal"), currency: "EUR" } as const;
  expect(await releaseForecast(database, receivable, day(10))).toMatchObject({ released: eur(0), upcoming: [] });
});

test("a hold that names the date of what it holds takes from that day, and gives back to it", async () => {
  const payable = { address: account.affiliatePayable("aff_frozen"), currency: "EUR" } as const;
  await commission("aff_frozen", "f1", 400, 10);
  const later = { availableAt: day(10), availableReason: "refund_window" };
  const hold = {
    kind: "commission.frozen",
    subject: "f1",
    transfer: { ...transfer(payable.address, "affiliates/commissions", eur(400)), ...later },
  };
  const { holdId } = await inBooks(database.db, (ctx) => placeHold(ctx, hold));
  expect(await releaseForecast(database, payable, day(5))).toMatchObject({ released: eur(0), upcoming: [] });
  await inBooks(database.db, (ctx) => voidHold(ctx, { holdId, kind: "commission.thawed", subject: "f1" }));
  expect(await releaseForecast(database, payable, day(5))).toMatchObject({
    released: eur(0),
    upcoming: [{ availableAt: day(10), reason: "refund_window", amount: eur(400) }],
  });
});

test("what somebody owes us is forecast on the side on which it grows", async () => {
  const receivable = { address: account.affiliateReceivable("aff_owes"), currency: "EUR" } as const;
  const later = { availableAt: day(10), availableReason: "second_instalment" };
  const transfers = [
    transfer(receivable.address, "affiliates/commissions", eur(300)),
    transfer(receivable.address, "affiliates/commissions", eur(200), later),
  ];
  await post(database.db, { kind: "commission.reclaimed", subject: "aff_owes", transfers });
  expect(await releaseForecast(database, receivable, day(5))).toMatchObject({
    released: eur(300),
    upcoming: [{ availableAt: day(10), reason: "second_instalment", amount: eur(200) }],
  });
});

test("the forecast for a day is what is released on that day", async () => {
  let run = 0;
  const earned = fc.array(
    fc.record({ amount: fc.integer({ min: 1, max: 900 }), days: fc.integer({ min: 0, max: 9 }) }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(earned, async (commissions) => {
      const name = `aff_run_${++run}`;
      const payable = { address: account.affiliatePayable(name), currency: "EUR" } as const;
      for (const [i, { amount, days }] of commissions.entries()) await commission(name, `${name}-${i}`, amount, days);
      const today = await releaseForecast(database, payable, day(0));
      for (const n of [0, 3, 6, 9]) {
        const foreseen = today.upcoming.filter((release) => release.availableAt <= day(n));
        const due = today.released.amount + foreseen.reduce((sum, release) => sum + release.amount.amount, 0);
        expect((await releaseForecast(database, payable, day(n))).released).toEqual(eur(due));
      }
      const { available } = await balanceOf(database, payable);
      expect((await releaseForecast(database, payable, day(9))).released).toEqual(available);
    }),
    { numRuns: 20 },
  );
});
