import { createCouponInput } from "@stoa/api/coupons/schemas";
import { expect, test } from "vitest";
import { couponOf } from "./coupon-fields.ts";

function typed(fields: Record<string, string>): FormData {
  const form = new FormData();
  const whole = {
    label: "Spring",
    discount: "percentage",
    rate: "10",
    currency: "EUR",
    scope: "all_courses",
    ...fields,
  };
  for (const [name, value] of Object.entries(whole)) form.set(name, value);
  return form;
}
const parsed = (fields: Record<string, string> = {}) => createCouponInput.safeParse(couponOf(typed(fields)));

test("a share is typed in per cent, an amount in its currency's units", () => {
  expect(parsed({ rate: "12.5" }).data?.discount).toEqual({ kind: "percentage", rateBps: 1_250 });
  expect(parsed({ discount: "amount", rate: "9.90" }).data?.discount).toMatchObject({ amount: { amount: 990 } });
  expect(parsed({ discount: "amount", rate: "990", currency: "JPY" }).data?.discount).toMatchObject({
    amount: { amount: 990, currency: "JPY" },
  });
});

test("several courses are typed one after another, and a last day is good to its end", () => {
  const ids = "crs_00000000000000000000000001, crs_00000000000000000000000002";
  expect(parsed({ scope: "courses", ids }).data?.scope).toMatchObject({ courseIds: ids.split(", ") });
  expect(parsed({ endsAt: "2027-01-31" }).data?.endsAt?.toISOString()).toBe("2027-01-31T23:59:59.999Z");
});

test.each<Record<string, string>>([
  { rate: "a lot" },
  { rate: "120" },
  { discount: "amount", rate: "-5" },
  { endsAt: "soon" },
  { maxRedemptions: "x" },
])("what is no figure is refused: %j", (fields) => {
  expect(parsed(fields).success).toBe(false);
});
