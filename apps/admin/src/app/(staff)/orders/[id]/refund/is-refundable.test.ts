import { money } from "@stoa/kit";
import { expect, test } from "vitest";
import { isRefundable } from "./is-refundable.ts";

const after = (paid: number | null, ...refunded: number[]) =>
  isRefundable(
    { paid: paid === null ? null : money(paid, "EUR") },
    { payments: refunded.map((minor) => ({ refunded: money(minor, "EUR") })) },
  );

test("an order is refunded as long as money that it brought is still here", () => {
  expect([after(4_900, 0), after(4_900, 4_800), after(4_900, 4_900)]).toEqual([true, true, false]);
});

test("what brought no money has nothing to refund", () => {
  expect([after(null), after(0, 0)]).toEqual([false, false]);
});
