import { declarationOf, type Transfer } from "@stoa/ledger";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sold } from "../orders/index.ts";
import {
  acceptedPostings,
  disputeFeePostings,
  disputeOpenedPostings,
  disputeWonPostings,
  failedRefundRepaidPostings,
  heldPostings,
  heldReturnedPostings,
  lossPostings,
  lossRecoveredPostings,
  refundFailedPostings,
  salePostings,
} from "./postings.ts";

const gateway = "stripe" as const;
const eur = (amount: number) => ({ amount, currency: "EUR" as const });
const totalOf = (transfers: readonly Transfer[]) =>
  transfers.reduce((sum, transfer) => sum + transfer.amount.amount, 0);

const orders = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 10_000 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((lines): Sold => {
    const priced = lines.map(([totalMinor, bps]) => ({
      kind: "course" as const,
      subjectId: "crs_1",
      totalMinor,
      taxMinor: Math.floor((totalMinor * bps) / 20_000),
    }));
    return { taxMinor: priced.reduce((sum, line) => sum + line.taxMinor, 0), taxCountry: "FR", lines: priced };
  });
const orderTotal = (order: Sold) => order.lines.reduce((sum, line) => sum + line.totalMinor, 0);

describe("the postings of a sale", () => {
  test("put each line's net into revenue and the tax into what is owed to its country", () => {
    const order = {
      taxMinor: 817,
      taxCountry: "FR",
      lines: [{ kind: "course" as const, subjectId: "crs_1", totalMinor: 4_900, taxMinor: 817 }],
    };
    expect(salePostings(order, { gateway, amount: eur(4_900) })).toEqual([
      { code: "sale", debit: "gateway/stripe/clearing", credit: "revenue/course", amount: eur(4_083) },
      { code: "tax", debit: "gateway/stripe/clearing", credit: "tax/FR/payable", amount: eur(817) },
    ]);
  });

  test("move exactly what was paid, line by line, and never a transfer of nothing", () => {
    fc.assert(
      fc.property(orders, (order) => {
        fc.pre(orderTotal(order) > 0);
        const transfers = salePostings(order, { gateway, amount: eur(orderTotal(order)) });
        expect(totalOf(transfers)).toBe(orderTotal(order));
        expect(totalOf(transfers.filter((transfer) => transfer.code === "tax"))).toBe(order.taxMinor);
        for (const transfer of transfers) expect(transfer.amount.amount).toBeGreaterThan(0);
      }),
    );
  });

  test("of another amount that a person accepted keep the proportions and lose no unit", () => {
    fc.assert(
      fc.property(orders, fc.integer({ min: 1, max: 10_000_000 }), (order, came) => {
        fc.pre(orderTotal(order) > 0);
        const transfers = acceptedPostings(order, { gateway, amount: eur(came) });
        expect(totalOf(transfers)).toBe(came);
        for (const transfer of transfers) expect(transfer.debit).toBe("suspense/review");
      }),
    );
  });
});

describe("money that moves beside a sale", () => {
  const moved = { gateway, amount: eur(1_234) };
  const cases: [Transfer[], string, string, string][] = [
    [heldPostings(moved), "review_held", "gateway/stripe/clearing", "suspense/review"],
    [
      heldReturnedPostings(moved, "gateway/stripe/clearing", "review_returned"),
      "review_returned",
      "suspense/review",
      "gateway/stripe/clearing",
    ],
    [refundFailedPostings(moved), "refund_failed", "gateway/stripe/clearing", "refunds/stripe/payable"],
    [failedRefundRepaidPostings(moved, "bank/main"), "refund_repaid", "refunds/stripe/payable", "bank/main"],
    [lossPostings(moved, "disputes/stripe/held"), "loss", "gateway/stripe/losses", "disputes/stripe/held"],
    [lossRecoveredPostings(moved), "loss_recovered", "gateway/stripe/clearing", "gateway/stripe/losses"],
    [disputeOpenedPostings(moved), "dispute_opened", "disputes/stripe/held", "gateway/stripe/clearing"],
    [disputeWonPostings(moved), "dispute_won", "gateway/stripe/clearing", "disputes/stripe/held"],
    [disputeFeePostings(moved), "dispute_fee", "gateway/stripe/fees", "gateway/stripe/clearing"],
  ];

  test.each(cases)("%#: goes from one declared account to another, whole", (transfers, code, debit, credit) => {
    expect(transfers).toEqual([{ code, debit, credit, amount: eur(1_234) }]);
    expect([declarationOf(debit), declarationOf(credit)]).not.toContain(undefined);
  });
});

test("a dispute that was won leaves nothing held", () => {
  const moved = { gateway, amount: eur(900) };
  const [opened] = disputeOpenedPostings(moved);
  const [won] = disputeWonPostings(moved);
  expect([won?.debit, won?.credit]).toEqual([opened?.credit, opened?.debit]);
});
