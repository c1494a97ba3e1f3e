import { expect, test } from "vitest";
import { foundLink } from "./found-link.ts";

const found = { detail: null, state: null, amount: null, under: null };

test("a record is told by whose it is, what it comes to and where it stands", () => {
  const amount = { amount: 4_900, currency: "EUR" } as const;
  const order = {
    ...found,
    kind: "order" as const,
    id: "ord_1",
    label: "ST-1",
    detail: "a@b.example",
    state: "paid",
    amount,
  };
  expect(foundLink(order)).toEqual({
    id: "order-ord_1",
    group: "Orders",
    label: "ST-1",
    hint: "a@b.example · €49.00 · paid",
    href: "/orders/ord_1",
  });
});

test.each([
  [{ kind: "payment", under: "ord_1" }, "/orders/ord_1"],
  [{ kind: "payment" }, "/ledger/entries?subject=x"],
  [{ kind: "coupon", under: "personal" }, "/coupons?q=L&kind=personal"],
  [{ kind: "grant_application", under: "submitted" }, "/grants?id=x"],
  [{ kind: "event", id: "evt/1", under: "stripe" }, "/inbox/stripe/evt%2F1"],
] as const)("%o is looked at at %s", (record, href) => {
  expect(foundLink({ ...found, id: "x", label: "L", ...record }).href).toBe(href);
});
