import { describe, expect, it } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";
import { oneCourse, paidSession, SHOP_ENV, shop } from "./testing/shop.ts";

const sandbox = testSandbox(SHOP_ENV);

function webhook(type: string, id: string) {
  return sandbox.webhooks.waitFor(({ body }) => body.type === type && body.data.object.id === id);
}

describe("a refund", () => {
  it("takes from the charge and from the balance, and Stripe keeps its fee", async () => {
    const stripe = shop(sandbox);
    const { intent, charge } = await paidSession(stripe, "ord_refund");
    const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 900, metadata: { a: "b" } });
    expect(refund).toMatchObject({ status: "succeeded", amount: 900, charge: charge.id, metadata: { a: "b" } });
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 900, refunded: false });
    const booked = await stripe.balanceTransactions.list({ source: refund.id });
    expect(booked.data).toMatchObject([{ type: "refund", amount: -900, fee: 0, net: -900 }]);
    await webhook("refund.created", refund.id);
    expect((await webhook("charge.refunded", charge.id)).body.data).toMatchObject({
      object: { amount_refunded: 900 },
      previous_attributes: { amount_refunded: 0 },
    });
  });

  it("never gives back more than was paid, also when many are asked for at once", async () => {
    const stripe = shop(sandbox);
    const { intent, charge } = await paidSession(stripe, "ord_race");
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, () => stripe.refunds.create({ payment_intent: intent.id, amount: 1_000 })),
    );
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(4);
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 4_000 });
    await stripe.refunds.create({ charge: charge.id });
    await expect(stripe.refunds.create({ charge: charge.id })).rejects.toMatchObject({
      code: "charge_already_refunded",
    });
  });

  it("is refused without a payment, with two, and for one that was never made", async () => {
    const stripe = shop(sandbox);
    const session = await stripe.checkout.sessions.create(oneCourse("ord_unpaid"));
    await sandbox.control("POST", "pay", { reference: session.id, outcome: "failed" });
    const { payment_intent } = await stripe.checkout.sessions.retrieve(session.id);
    await expect(stripe.refunds.create({})).rejects.toMatchObject({ param: "payment_intent" });
    await expect(stripe.refunds.create({ payment_intent: "pi_none" })).rejects.toMatchObject({ statusCode: 404 });
    await expect(stripe.refunds.create({ payment_intent: String(payment_intent) })).rejects.toMatchObject({
      code: "charge_not_captured",
    });
  });

  it("of one test card is pending first", async () => {
    const stripe = shop(sandbox);
    const { intent } = await paidSession(stripe, "ord_pending", "4000000000007726");
    const refund = await stripe.refunds.create({ payment_intent: intent.id });
    expect(refund.status).toBe("pending");
    await webhook("refund.updated", refund.id);
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe("succeeded");
  });

  it("of another fails after it had succeeded, and the money is the shop's again", async () => {
    const stripe = shop(sandbox);
    const { intent, charge } = await paidSession(stripe, "ord_fails", "4000000000005126");
    const refund = await stripe.refunds.create({ payment_intent: intent.id });
    expect(refund.status).toBe("succeeded");
    const told = await webhook("refund.failed", refund.id);
    expect(told.body.data.object).toMatchObject({ status: "failed", failure_reason: "expired_or_canceled_card" });
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ amount_refunded: 0, refunded: false });
    const booked = await stripe.balanceTransactions.list({ source: refund.id });
    expect(booked.data.reduce((sum, transaction) => sum + transaction.net, 0)).toBe(0);
  });
});

describe("a dispute", () => {
  it("takes the money with a fee, and gives it back without when it is won", async () => {
    const stripe = shop(sandbox);
    const { charge } = await paidSession(stripe, "ord_dispute");
    const opened = (await sandbox.control("POST", "dispute", { reference: "ord_dispute" })) as { id: string };
    await webhook("charge.dispute.created", opened.id);
    await webhook("charge.dispute.funds_withdrawn", opened.id);
    await expect(stripe.refunds.create({ charge: charge.id })).rejects.toMatchObject({ code: "charge_disputed" });
    await sandbox.control("POST", "dispute", { reference: "ord_dispute", outcome: "won" });
    await webhook("charge.dispute.funds_reinstated", opened.id);
    const booked = await stripe.balanceTransactions.list({ source: opened.id });
    expect(booked.data.map((transaction) => transaction.net)).toEqual([4_900, -6_400]);
    expect(await stripe.disputes.retrieve(opened.id)).toMatchObject({
      status: "won",
      payment_intent: charge.payment_intent,
    });
  });

  it("comes by itself with one test card", async () => {
    const stripe = shop(sandbox);
    const { charge } = await paidSession(stripe, "ord_fraud", "4000000000000259");
    await sandbox.webhooks.waitFor(
      ({ body }) => body.type === "charge.dispute.created" && body.data.object.charge === charge.id,
    );
    const disputes = await stripe.disputes.list({ charge: charge.id });
    expect(disputes.data).toMatchObject([{ status: "needs_response", reason: "fraudulent", amount: 4_900 }]);
  });
});
