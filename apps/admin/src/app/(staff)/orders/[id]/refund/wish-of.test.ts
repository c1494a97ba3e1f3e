import { expect, test } from "vitest";
import { wishOf } from "./wish-of.ts";

const wish = (search: string) => wishOf(new URLSearchParams(search), "EUR");

test("everything, an amount or lines are chosen by the link", () => {
  expect(wish("wish=full")).toEqual({ kind: "full" });
  expect(wish("wish=amount&amount=12.50")).toEqual({ kind: "amount", amount: { amount: 1_250, currency: "EUR" } });
  expect(wish("wish=lines&line=oli_a&line=oli_b")).toEqual({ kind: "lines", lineIds: ["oli_a", "oli_b"] });
});

test("what is no amount, no line or no choice is none", () => {
  for (const search of [
    "",
    "wish=all",
    "wish=amount&amount=",
    "wish=amount&amount=ten",
    "wish=amount&amount=0",
    "wish=lines",
  ]) {
    expect(wish(search)).toBeNull();
  }
});
