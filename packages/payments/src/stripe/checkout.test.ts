import { money } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import type { CheckoutRequest } from "../gateway.ts";
import { sessionParams } from "./checkout.ts";

const REQUEST: CheckoutRequest = {
  orderId: "ord_1",
  amount: money(9_800, "EUR"),
  title: "Greek for beginners and one more",
  lines: [
    { title: "Greek for beginners", quantity: 1, unitAmount: money(4_900, "EUR") },
    { title: "Latin for beginners", quantity: 1, unitAmount: money(4_900, "EUR") },
  ],
  email: "ada@example.test",
  successUrl: "https://stoa.example/success?checkout={CHECKOUT_ID}",
  cancelUrl: "https://stoa.example/cart",
  expiresAt: new Date("2026-11-21T11:00:00.900Z"),
  metadata: { source: "web" },
};

describe("the session that Stripe is asked for", () => {
  it("carries the order on the session and on the payment, because Stripe copies neither", () => {
    const params = sessionParams(REQUEST);
    const metadata = { source: "web", order_id: "ord_1" };
    expect(params).toMatchObject({ client_reference_id: "ord_1", metadata, payment_intent_data: { metadata } });
  });

  it("uses Stripe's placeholder and whole seconds", () => {
    const params = sessionParams(REQUEST);
    expect(params.success_url).toBe("https://stoa.example/success?checkout={CHECKOUT_SESSION_ID}");
    expect(params.expires_at).toBe(1_795_258_800);
  });

  it("shows each line, as long as they add up to the amount", () => {
    const names = sessionParams(REQUEST).line_items?.map((line) => line.price_data?.product_data?.name);
    expect(names).toEqual(["Greek for beginners", "Latin for beginners"]);
  });

  it("asks for the amount as one line when a discount makes the lines differ from it", () => {
    const params = sessionParams({ ...REQUEST, amount: money(9_000, "EUR") });
    expect(params.line_items).toMatchObject([{ quantity: 1, price_data: { unit_amount: 9_000, currency: "eur" } }]);
  });

  it("is the same for the same request, so that a retry under one key is accepted", () => {
    expect(sessionParams(REQUEST)).toEqual(sessionParams(structuredClone(REQUEST)));
  });
});
