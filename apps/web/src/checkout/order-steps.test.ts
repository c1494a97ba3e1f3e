import type { OrderProgress } from "@stoa/api/orders/schemas";
import { expect, test } from "vitest";
import { isSettled, stepsOf } from "./order-steps.ts";

type Line = OrderProgress["lines"][number];
const line = (change: Partial<Line>): Line => ({
  kind: "course",
  id: "crs_1",
  slug: "sql",
  title: "SQL",
  fulfilled: false,
  lms: null,
  ...change,
});
const states = (order: Parameters<typeof stepsOf>[0]) => stepsOf(order).map((step) => step.state);

test("before the money has arrived, payment is what happens", () => {
  expect(states({ phase: "payment_processing", lines: [line({})] })).toEqual(["under_way", "ahead"]);
});

test("a course that is taught here only is done when it is open", () => {
  const order = { phase: "paid" as const, lines: [line({ fulfilled: true })] };
  expect(states(order)).toEqual(["done", "done"]);
  expect(isSettled(order)).toBe(true);
});

test("a course of the external LMS goes on until it is enrolled there", () => {
  const pending = { phase: "paid" as const, lines: [line({ fulfilled: true, lms: { status: "syncing", url: null } })] };
  expect(states(pending)).toEqual(["done", "done", "under_way"]);
  expect(isSettled(pending)).toBe(false);
  const synced = {
    phase: "paid" as const,
    lines: [line({ fulfilled: true, lms: { status: "synced", url: "https://lms.test/sql" } })],
  };
  expect(isSettled(synced)).toBe(true);
});

test("a lapsed checkout is over", () => {
  expect(isSettled({ phase: "expired", lines: [line({})] })).toBe(true);
});
