import { InvariantViolation } from "@stoa/kit";
import { describe, expect, test } from "vitest";
import { type AccountAddress, account } from "./chart.ts";
import { ReversalExceedsOriginal } from "./errors.ts";
import { amountsOf, type Left } from "./part-of-entry.ts";
import { eur } from "./testing/books.ts";

const clearing = account.gatewayClearing("stripe");
const transfers = (...rows: [AccountAddress, AccountAddress, number][]): Left[] =>
  rows.map(([debit, credit, left], index) => ({
    id: `trf_${index}`,
    debit,
    credit,
    amount: eur(1_000),
    left,
    availableAt: null,
    availableReason: null,
  }));

describe("a part of an entry", () => {
  const sale = transfers(
    [clearing, "revenue/course", 800],
    [clearing, "tax/DE/payable", 200],
    ["affiliates/commissions", account.affiliatePayable("aff_1"), 101],
    ["grants/contributed", account.grantsPool("main"), 101],
  );

  test("is all that is left of it, unless told", () => {
    expect(amountsOf("jnl_1", sale, undefined)).toEqual([800, 200, 101, 101]);
  });

  test("is exact over one account, and what leaves every other account is rounded by itself", () => {
    expect(amountsOf("jnl_1", sale, { amount: eur(500), over: clearing })).toEqual([400, 100, 51, 51]);
  });

  test("that names each transfer takes what it names, up to what is left", () => {
    expect(amountsOf("jnl_1", sale, { amounts: [800, 0, 101, 7] })).toEqual([800, 0, 101, 7]);
    expect(() => amountsOf("jnl_1", sale, { amounts: [0, 201, 0, 0] })).toThrow(
      expect.objectContaining({
        constructor: ReversalExceedsOriginal,
        details: { entryId: "jnl_1", left: eur(200), asked: eur(201) },
      }),
    );
    for (const amounts of [[800], [1, 1, 1, 1, 1]])
      expect(() => amountsOf("jnl_1", sale, { amounts })).toThrow(
        new InvariantViolation("a part names every transfer of entry jnl_1"),
      );
  });

  test("is never more than what is left over the account it is measured on", () => {
    for (const [asked, over, left] of [
      [1_001, clearing, 1_000],
      [1, account.gatewayClearing("paypal"), 0],
    ] as const)
      expect(() => amountsOf("jnl_1", sale, { amount: eur(asked), over })).toThrow(
        expect.objectContaining({
          constructor: ReversalExceedsOriginal,
          details: { entryId: "jnl_1", left: eur(left), asked: eur(asked) },
        }),
      );
  });

  test("of another currency crosses nothing", () => {
    const amount = { amount: 1, currency: "USD" as const };
    expect(() => amountsOf("jnl_1", sale, { amount, over: clearing })).toThrow(ReversalExceedsOriginal);
  });

  test("leaves alone what has been taken back already", () => {
    const rest = transfers([clearing, "revenue/course", 0], [clearing, "tax/DE/payable", 200]);
    const commission = transfers(["affiliates/commissions", account.affiliatePayable("aff_1"), 0]);
    expect(amountsOf("jnl_1", rest, { amount: eur(50), over: clearing })).toEqual([0, 50]);
    const all = [...rest, ...commission.map((transfer) => ({ ...transfer, id: "trf_c" }))];
    expect(amountsOf("jnl_1", all, { amount: eur(200), over: clearing })).toEqual([0, 200, 0]);
  });
});
