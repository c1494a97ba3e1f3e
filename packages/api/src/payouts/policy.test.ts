import { money } from "@stoa/kit";
import { expect, test } from "vitest";
import { batchesAreDue, hintOf, mayApprove, minimumOf, needsSecondPerson } from "./policy.ts";

const rules = { minimum: 20, approvalAbove: 500, coolingOffHours: 72, batchDay: 1 };

test("amounts are whole units of the payout's own currency", () => {
  expect(minimumOf(rules, "EUR")).toEqual(money(2_000, "EUR"));
  expect(minimumOf(rules, "JPY")).toEqual(money(20, "JPY"));
  expect(minimumOf(rules, "KWD")).toEqual(money(20_000, "KWD"));
});

test("a second person looks at more than the limit, not at the limit", () => {
  expect(needsSecondPerson(rules, money(50_000, "EUR"))).toBe(false);
  expect(needsSecondPerson(rules, money(50_001, "EUR"))).toBe(true);
});

test("the month's batches are due from their day on, and never where only those are paid who ask", () => {
  const on = (day: number) => new Date(Date.UTC(2026, 10, day, 5));
  expect([1, 9, 10, 30].map((day) => batchesAreDue({ batchDay: 10 }, on(day)))).toEqual([false, false, true, true]);
  expect(batchesAreDue({ batchDay: 0 }, on(30))).toBe(false);
});

test("neither who asked nor who is paid may approve", () => {
  const payout = { requestedBy: "usr_asked", payeeUserId: "usr_paid" };
  expect(mayApprove("usr_other", payout)).toBe(true);
  for (const nobody of ["usr_asked", "usr_paid", null]) expect(mayApprove(nobody, payout)).toBe(false);
  expect(mayApprove("usr_other", { ...payout, requestedBy: null })).toBe(true);
});

test("a hint shows who it is and not what it is", () => {
  expect(hintOf("maya@example.com")).toBe("m•••@example.com");
  expect(hintOf("acct_1Nv0FGQ9RKHgCVdK")).toBe("•••CVdK");
});
