import { money } from "@stoa/kit";
import { describe, expect, it } from "vitest";
import { MalformedPayload } from "../errors.ts";
import { factsOfPayPalEvent } from "./facts.ts";

const AT = "2026-11-21T10:00:00Z";
const EUR_49 = { currency_code: "EUR", value: "49.00" };
const capture = {
  id: "2GG279541U471931P",
  status: "COMPLETED",
  amount: EUR_49,
  custom_id: "ord_1",
  supplementary_data: { related_ids: { order_id: "5O190127TN364715T" } },
  create_time: AT,
};
const up = { href: `https://api-m.paypal.com/v2/payments/captures/${capture.id}`, rel: "up" };

function factsOf(type: string, resource: unknown) {
  return factsOfPayPalEvent({ type, payload: { id: "WH-1", event_type: type, create_time: AT, resource } });
}

describe("an event of PayPal means", () => {
  it("an approval, which moves no money", () => {
    const order = { id: "5O190127TN364715T", status: "APPROVED", purchase_units: [{ custom_id: "ord_1" }] };
    expect(factsOf("CHECKOUT.ORDER.APPROVED", order)).toEqual([
      { kind: "checkout_approved", checkoutId: order.id, orderId: "ord_1" },
    ]);
  });

  it.each([
    ["PAYMENT.CAPTURE.COMPLETED", "COMPLETED", "payment_succeeded"],
    ["PAYMENT.CAPTURE.PENDING", "PENDING", "payment_pending"],
    ["PAYMENT.CAPTURE.DENIED", "DECLINED", "payment_failed"],
    ["PAYMENT.CAPTURE.DECLINED", "DECLINED", "payment_failed"],
  ])("%s: %s is %s", (type, status, kind) => {
    const [fact] = factsOf(type, { ...capture, status });
    expect(fact).toMatchObject({
      kind,
      checkoutId: "5O190127TN364715T",
      payment: { paymentId: capture.id, orderId: "ord_1", amount: money(4_900, "EUR") },
    });
  });

  it("a refund of ours by its mark, and one of the dashboard without", () => {
    const refund = { id: "1JU08902781691411", status: "COMPLETED", amount: EUR_49, links: [up], create_time: AT };
    expect(factsOf("PAYMENT.CAPTURE.REFUNDED", { ...refund, custom_id: "refund:rfd_1" })).toMatchObject([
      { kind: "refund_changed", refund: { paymentId: capture.id, refundKey: "rfd_1", status: "succeeded" } },
    ]);
    expect(factsOf("PAYMENT.CAPTURE.REFUNDED", { ...refund, custom_id: "ord_1" })).toMatchObject([
      { refund: { refundKey: null } },
    ]);
    expect(factsOf("PAYMENT.CAPTURE.REFUNDED", { ...refund, links: [] })).toMatchObject([{ kind: "not_relevant" }]);
  });

  it.each([
    ["INQUIRY", "OPEN", undefined, "warning", false],
    ["CHARGEBACK", "WAITING_FOR_SELLER_RESPONSE", undefined, "needs_response", true],
    ["CHARGEBACK", "UNDER_REVIEW", undefined, "under_review", true],
    ["CHARGEBACK", "RESOLVED", "RESOLVED_SELLER_FAVOUR", "won", false],
    ["CHARGEBACK", "RESOLVED", "RESOLVED_WITH_PAYOUT", "won", false],
    ["CHARGEBACK", "RESOLVED", "RESOLVED_BUYER_FAVOUR", "lost", true],
  ])("a dispute of stage %s that is %s (%s): %s", (stage, status, outcome, expected, fundsWithdrawn) => {
    const dispute = {
      dispute_id: "PP-R-1",
      status,
      dispute_amount: EUR_49,
      dispute_life_cycle_stage: stage,
      dispute_outcome: outcome === undefined ? undefined : { outcome_code: outcome },
      disputed_transactions: [{ seller_transaction_id: capture.id }],
    };
    expect(factsOf("CUSTOMER.DISPUTE.UPDATED", dispute)).toMatchObject([
      { kind: "dispute_changed", dispute: { status: expected, fundsWithdrawn, paymentId: capture.id } },
    ]);
  });

  it.each([
    ["SUCCEEDED", "SUCCESS", "succeeded"],
    ["UNCLAIMED", "UNCLAIMED", "unclaimed"],
    ["RETURNED", "RETURNED", "returned"],
    ["BLOCKED", "BLOCKED", "failed"],
    ["HELD", "ONHOLD", "pending"],
  ])("a payout's item that is %s", (type, status, expected) => {
    const item = {
      payout_item_id: "8AELMXH8UB2P8",
      payout_batch_id: "5UXD2E8A7EBQJ",
      transaction_status: status,
      payout_item: { amount: { currency: "EUR", value: "49.00" }, sender_item_id: "pyt_1" },
    };
    expect(factsOf(`PAYMENT.PAYOUTS-ITEM.${type}`, item)).toMatchObject([
      { kind: "payout_changed", payout: { payoutId: "5UXD2E8A7EBQJ", payoutKey: "pyt_1", status: expected } },
    ]);
  });

  it.each([
    ["SUCCEEDED", "SUCCESS", 25],
    ["UNCLAIMED", "UNCLAIMED", null],
    ["RETURNED", "RETURNED", null],
    ["RETURNED", "REVERSED", 25],
  ])("the fee of a payout's item that is %s (%s): %s, because it is kept of what has arrived", (type, status, fee) => {
    const item = {
      payout_item_id: "8AELMXH8UB2P8",
      payout_batch_id: "5UXD2E8A7EBQJ",
      transaction_status: status,
      payout_item_fee: { currency: "EUR", value: "0.25" },
      payout_item: { amount: { currency: "EUR", value: "49.00" }, sender_item_id: "pyt_1" },
    };
    const kept = fee === null ? null : { amount: fee, currency: "EUR" };
    expect(factsOf(`PAYMENT.PAYOUTS-ITEM.${type}`, item)).toMatchObject([{ payout: { fee: kept } }]);
  });

  it("nothing when its type is unknown or its money is not ours, and a fault when it lacks what its type must have", () => {
    expect(factsOf("constructor", {})).toEqual([{ kind: "not_relevant", type: "constructor" }]);
    const roubles = { ...capture, amount: { currency_code: "RUB", value: "1.00" } };
    expect(factsOf("PAYMENT.CAPTURE.COMPLETED", roubles)).toMatchObject([{ kind: "not_relevant" }]);
    expect(() => factsOf("PAYMENT.CAPTURE.COMPLETED", { ...capture, amount: undefined })).toThrow(MalformedPayload);
  });
});
