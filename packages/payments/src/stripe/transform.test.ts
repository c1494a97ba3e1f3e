import { readFileSync } from "node:fs";
import { money } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import { checkoutOf, paymentOf } from "./transform.ts";
import { paymentIntentSchema, sessionSchema } from "./types.ts";

const ORDER = "ord_01jd2n8f3kq5v7w9x1y3z5a7b9";
const PRICE = money(4_900, "EUR");

function recorded(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./fixtures/objects/${name}.json`, import.meta.url), "utf8"));
}

function checkout(name: string) {
  return checkoutOf(sessionSchema.parse(recorded(name)));
}

function payment(name: string) {
  return paymentOf(paymentIntentSchema.parse(recorded(name)));
}

describe("a recorded session", () => {
  it("that waits for its buyer is open, with a page and without a payment", () => {
    expect(checkout("session-open")).toMatchObject({
      orderId: ORDER,
      status: "open",
      redirectUrl: expect.stringContaining("checkout.stripe.com"),
      payment: null,
      lastError: null,
    });
  });

  it("after a decline is still open and says why", () => {
    expect(checkout("session-declined")).toMatchObject({
      status: "open",
      lastError: "Your card has insufficient funds.",
      payment: { status: "failed", amount: PRICE },
    });
  });

  it("that was paid and part refunded says both, and what Stripe kept", () => {
    expect(checkout("session-paid-part-refunded")).toMatchObject({
      status: "paid",
      redirectUrl: null,
      payment: { status: "succeeded", orderId: ORDER, amount: PRICE, amountRefunded: 900, fee: money(172, "EUR") },
    });
  });

  it("of a delayed method is processing, not paid", () => {
    expect(checkout("session-processing")).toMatchObject({ status: "processing", payment: { status: "pending" } });
  });

  it("that lapsed is expired", () => {
    expect(checkout("session-expired")).toMatchObject({ status: "expired", payment: null });
  });

  it("with nothing to pay names its payment after itself", () => {
    const free = checkout("session-free");
    expect(free).toMatchObject({ status: "paid", payment: { amount: money(0, "EUR"), status: "succeeded" } });
    expect(free.payment?.paymentId).toBe(free.checkoutId);
  });
});

describe("a recorded payment", () => {
  it("has its fee in the currency it is settled in", () => {
    expect(payment("intent-settled-in-dollars")).toMatchObject({ amount: PRICE, fee: money(185, "USD") });
  });

  it("that is only authorised has received nothing, and shows what is asked for", () => {
    expect(payment("intent-requires-capture")).toMatchObject({ status: "requires_capture", amount: PRICE, fee: null });
  });

  it("happened when its charge was made", () => {
    expect(payment("intent-settled-in-dollars").occurredAt).toEqual(new Date(1_795_258_110_000));
  });
});
