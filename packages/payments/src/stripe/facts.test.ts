import { readdirSync, readFileSync } from "node:fs";
import { money } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import { MalformedPayload } from "../errors.ts";
import type { GatewayFact } from "../gateway.ts";
import { factsOfStripeEvent } from "./facts.ts";

const FOLDER = new URL("./fixtures/events/", import.meta.url);
const ORDER = "ord_01jd2n8f3kq5v7w9x1y3z5a7b9";
const PAYMENT = "pi_3QMabcDEFghiJKL01mnoPQRs";
const PRICE = money(4_900, "EUR");

interface Recorded {
  type: string;
  created: number;
  data: { object: Record<string, unknown> };
}

function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8")) as Recorded;
}

function factsOf(name: string): GatewayFact[] {
  const payload = recorded(name);
  return factsOfStripeEvent({ type: payload.type, payload });
}

describe("a recorded event of Stripe", () => {
  it.each(["session-completed-2026-10-28", "session-completed-2020-08-27", "session-async-succeeded-2026-10-28"])(
    "%s says that the checkout was paid",
    (name) => {
      const payment = { paymentId: PAYMENT, orderId: ORDER, status: "succeeded", amount: PRICE, fee: null };
      expect(factsOf(name)).toMatchObject([{ kind: "payment_succeeded", payment }]);
    },
  );

  it("of a delayed method says that the money is on its way, and later that it did not come", () => {
    expect(factsOf("session-completed-unpaid-2026-10-28")).toMatchObject([
      { kind: "payment_pending", payment: { status: "pending", orderId: ORDER } },
    ]);
    expect(factsOf("session-async-failed-2026-10-28")).toMatchObject([
      { kind: "payment_failed", payment: { status: "failed", orderId: ORDER } },
    ]);
  });

  it("of a lapsed session names the order that may be released", () => {
    expect(factsOf("session-expired-2026-10-28")).toMatchObject([{ kind: "checkout_expired", orderId: ORDER }]);
  });

  it.each(["intent-succeeded-2026-10-28", "intent-succeeded-2020-08-27"])("%s gives what was received", (name) => {
    expect(factsOf(name)).toEqual([
      {
        kind: "payment_succeeded",
        checkoutId: null,
        payment: {
          paymentId: PAYMENT,
          orderId: ORDER,
          status: "succeeded",
          amount: PRICE,
          amountRefunded: 0,
          occurredAt: new Date(1_795_258_115_000),
          fee: null,
        },
      },
    ]);
  });

  it("of a declined try carries the bank's words", () => {
    expect(factsOf("intent-failed-2026-10-28")).toMatchObject([
      {
        kind: "payment_failed",
        reason: "Your card has insufficient funds.",
        payment: { status: "failed", amount: PRICE },
      },
    ]);
  });

  it("of a processing and a cancelled payment is pending and failed", () => {
    expect(factsOf("intent-processing-2024-06-20")).toMatchObject([{ kind: "payment_pending" }]);
    expect(factsOf("intent-canceled-2026-10-28")).toMatchObject([
      { kind: "payment_failed", payment: { status: "cancelled" } },
    ]);
  });

  it("counts yen in whole yen, and shillings without the two zeros that Stripe adds", () => {
    expect(factsOf("intent-jpy-succeeded-2026-10-28")).toMatchObject([{ payment: { amount: money(4_900, "JPY") } }]);
    expect(factsOf("intent-ugx-succeeded-2026-10-28")).toMatchObject([{ payment: { amount: money(5_000, "UGX") } }]);
  });

  it("in a currency that Stoa does not sell in means nothing", () => {
    expect(factsOf("intent-isk-succeeded-2026-10-28")).toEqual([
      { kind: "not_relevant", type: "payment_intent.succeeded" },
    ]);
  });

  it("of a refund names our key, or none when it was made in the dashboard", () => {
    const refund = { paymentId: PAYMENT, amount: money(900, "EUR") };
    expect(factsOf("refund-created-2026-10-28")).toMatchObject([
      { kind: "refund_changed", refund: { ...refund, refundKey: "rfd_01jd2n9", status: "succeeded" } },
    ]);
    expect(factsOf("refund-pending-dashboard-2024-06-20")).toMatchObject([
      { kind: "refund_changed", refund: { ...refund, refundKey: null, orderId: null, status: "pending" } },
    ]);
    expect(factsOf("refund-failed-2026-10-28")).toMatchObject([
      { kind: "refund_changed", refund: { ...refund, status: "failed", reason: "expired_or_canceled_card" } },
    ]);
  });

  it("of a refunded charge means something only where the version puts the refunds inside", () => {
    expect(factsOf("charge-refunded-2026-10-28")).toMatchObject([{ kind: "not_relevant" }]);
    expect(factsOf("charge-refunded-2020-08-27")).toMatchObject([
      { kind: "refund_changed", refund: { refundKey: "rfd_01jd2n9" } },
    ]);
    expect(factsOf("refund-of-bare-charge-2022-11-15")).toMatchObject([{ kind: "not_relevant" }]);
  });

  it("of a dispute says where the money is and what it costs", () => {
    expect(factsOf("dispute-created-2026-10-28")).toMatchObject([
      {
        kind: "dispute_changed",
        dispute: {
          paymentId: PAYMENT,
          status: "needs_response",
          amount: PRICE,
          fundsWithdrawn: true,
          fee: money(1_500, "EUR"),
        },
      },
    ]);
    expect(factsOf("dispute-won-2026-10-28")).toMatchObject([{ dispute: { status: "won", fundsWithdrawn: false } }]);
    expect(factsOf("dispute-prevented-2026-10-28")).toMatchObject([{ dispute: { status: "won", fee: null } }]);
    expect(factsOf("dispute-inquiry-2022-11-15")).toMatchObject([{ dispute: { status: "warning", respondBy: null } }]);
  });

  it("T55 of a type that Stoa does not follow means nothing", () => {
    expect(factsOf("early-fraud-warning-2026-10-28")).toMatchObject([{ kind: "not_relevant" }]);
  });
});

describe("whatever Stripe adds", () => {
  const names = readdirSync(FOLDER).map((file) => file.replace(".json", ""));

  it.each(names)("unknown fields in %s change nothing", (name) => {
    const payload = recorded(name);
    const before = factsOfStripeEvent({ type: payload.type, payload });
    const extended = structuredClone(payload);
    for (let i = 0; i < 50; i++) extended.data.object[`field_of_tomorrow_${i}`] = i % 2 === 0 ? { deep: [i] } : null;
    expect(factsOfStripeEvent({ type: payload.type, payload: extended })).toEqual(before);
  });

  it("T55 fifty unknown types mean nothing", () => {
    for (let i = 0; i < 50; i++) {
      const type = `thing.of.tomorrow.${i}`;
      expect(factsOfStripeEvent({ type, payload: { id: i } })).toEqual([{ kind: "not_relevant", type }]);
    }
  });

  it("a type named like a built-in member is unknown too", () => {
    for (const type of ["constructor", "__proto__", "toString"]) {
      expect(factsOfStripeEvent({ type, payload: {} })).toEqual([{ kind: "not_relevant", type }]);
    }
  });

  it("a known type without its known fields is handed to a person", () => {
    const payload = recorded("intent-succeeded-2026-10-28");
    Reflect.deleteProperty(payload.data.object, "currency");
    expect(() => factsOfStripeEvent({ type: payload.type, payload })).toThrow(MalformedPayload);
    expect(() => factsOfStripeEvent({ type: payload.type, payload: null })).toThrow(MalformedPayload);
  });
});
