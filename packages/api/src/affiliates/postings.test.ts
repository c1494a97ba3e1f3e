import fc from "fast-check";
import { expect, test } from "vitest";
import { remainingOf } from "./claw-back-commissions.ts";
import { clawedBackPostings, earnedPostings } from "./postings.ts";

const availableAt = new Date("2026-12-21T00:00:00Z");
const eur = (amount: number) => ({ amount, currency: "EUR" as const });
const share = (minor: number) => ({ affiliateId: "aff_1", currency: "EUR" as const, minor, availableAt });
const minor = fc.integer({ min: 1, max: 100_000_000 });

test("however a refund is cut, its clawbacks add up to that of the whole", () => {
  const refunds = fc.record({
    netMinor: minor,
    rateBps: fc.integer({ min: 0, max: 9_000 }),
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
  });
  fc.assert(
    fc.property(refunds, ({ netMinor, rateBps, cuts }) => {
      const commission = { netMinor, amountMinor: Math.round((netMinor * rateBps) / 10_000) };
      const steps = [...cuts.map((cut) => Math.floor(netMinor * cut)).sort((a, b) => b - a), 0];
      let left = commission.amountMinor;
      let takenInParts = 0;
      for (const remainingNet of steps) {
        const now = remainingOf(commission, remainingNet);
        expect(now).toBeLessThanOrEqual(left);
        takenInParts += left - now;
        left = now;
      }
      expect(left).toBe(0);
      expect(takenInParts).toBe(commission.amountMinor - remainingOf(commission, 0));
    }),
  );
});

test("what is taken back is what was to be, from the balance as far as it bears it and then as a debt", () => {
  fc.assert(
    fc.property(
      fc.array(minor, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: -5, max: 300_000_000 }),
      (minors, available) => {
        const transfers = clawedBackPostings(minors.map(share), eur(available));
        const sumOf = (debit: string) =>
          transfers.filter((t) => t.debit === debit).reduce((sum, t) => sum + t.amount.amount, 0);
        const total = minors.reduce((sum, each) => sum + each, 0);
        const borne = Math.min(total, Math.max(0, available));
        expect(sumOf("affiliate/aff_1/payable")).toBe(borne);
        expect(sumOf("affiliate/aff_1/receivable")).toBe(total - borne);
      },
    ),
  );
});

test("a commission pays first what is owed back, on the day of its own release", () => {
  const transfers = earnedPostings([share(400), share(0), share(100)], eur(450));
  expect(transfers.map(({ code, debit, credit, amount }) => [code, debit, credit, amount.amount])).toEqual([
    ["commission", "affiliates/commissions", "affiliate/aff_1/payable", 400],
    ["commission", "affiliates/commissions", "affiliate/aff_1/payable", 100],
    ["debt_netted", "affiliate/aff_1/payable", "affiliate/aff_1/receivable", 450],
  ]);
  expect(transfers.every((transfer) => transfer.availableAt === availableAt)).toBe(true);
  expect(earnedPostings([share(0)], eur(450))).toEqual([]);
});
