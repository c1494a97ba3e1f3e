import { expect, test } from "vitest";
import { lastDays } from "./last-days.ts";
import { rateOfReturns } from "./rate-of-returns.ts";

const days = lastDays(9, new Date("2026-11-21T12:00:00Z"));
const count = (day: string, payments: number, refunds: number, disputes = 0) => ({ day, payments, refunds, disputes });

test("a rate is of the week up to its day", () => {
  const counts = [count("2026-11-13", 10, 5), count("2026-11-14", 10, 1), count("2026-11-21", 10, 1, 2)];
  const refunds = rateOfReturns(counts, days, "refunds").map(({ value }) => value);
  expect([refunds[0], refunds[1], refunds.at(-2), refunds.at(-1)]).toEqual([50, 30, 10, 10]);
  expect(rateOfReturns(counts, days, "disputes").at(-1)).toEqual({ label: "2026-11-21", value: 20 });
});

test("without a payment there is no rate", () => {
  expect(rateOfReturns([count("2026-11-21", 0, 1)], days, "refunds").at(-1)?.value).toBe(0);
});
