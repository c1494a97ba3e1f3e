import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { DAY_MS, HOUR_MS, MINUTE_MS, money, newId } from "@stoa/kit";
import { account, balanceOf } from "@stoa/ledger";
import type { PaymentSnapshot } from "@stoa/payments";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { settlePayment } from "../checkout/index.ts";
import { testShop } from "../checkout/testing/shop.ts";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { createCaller } from "../root.ts";
import { addPerson, signedIn } from "../testing/people.ts";
import type { Difference } from "./compare-statement.ts";
import { keepFindings } from "./keep-findings.ts";
import { readRun, startDailyReconciliations } from "./runs.ts";

const database = testDatabase();
const shop = testShop(database);

let ada: Context & { actor: UserActor };
const staff = () => createCaller(ada).reconciliation;

beforeAll(async () => {
  ada = await signedIn(shop.services, await addPerson(shop.services, "ada"));
});

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

/** A paid order. Its webhooks are delivered, or lost. */
async function sell(email: string, webhooks: "delivered" | "lost"): Promise<{ orderId: string; paymentId: string }> {
  const { orderId } = await shop.start({ course: await shop.addCourse(), email });
  await shop.pay(orderId);
  const sent = await shop.webhooksOf(orderId, "checkout.session.completed");
  if (webhooks === "delivered") for (const webhook of sent) await shop.deliver(webhook);
  await shop.drain();
  const text = sent.map(({ rawBody }) => new TextDecoder().decode(rawBody)).join();
  return { orderId, paymentId: /"(pi_\w+)"/.exec(text)?.[1] ?? expect.fail("no payment") };
}

/** Compares the last hours, twenty minutes from now, so that nothing is too fresh. */
async function compare() {
  shop.clock.advance(20 * MINUTE_MS);
  const to = new Date(shop.clock.now().getTime() - 16 * MINUTE_MS);
  const { id } = await staff().start({ gateway: "stripe", from: new Date(to.getTime() - 12 * HOUR_MS), to });
  await shop.drain();
  shop.clock.reset();
  const run = await staff().run({ id });
  const { items } = await staff().findings({ reconciliationId: id, limit: 100 });
  return { run, findings: items };
}

const findingOf = async (gatewayRef: string) => {
  const { items } = await staff().findings({ limit: 100 });
  return items.find((finding) => finding.gatewayRef === gatewayRef) ?? expect.fail(`no finding of ${gatewayRef}`);
};

describe("a gateway's statement", () => {
  test("that says what the books say leaves nothing open, and its fees are booked once", async () => {
    await sell("ana@example.com", "delivered");
    await sell("bea@example.com", "delivered");
    const { run, findings } = await compare();
    expect(run).toMatchObject({ status: "finished", matched: 2, discrepancies: 0, byHand: true, lastError: null });
    expect(findings).toEqual([]);
    const fees = async () => balanceOf(ada, { address: account.gatewayFees("stripe"), currency: "EUR" });
    const kept = run.fees.find((fee) => fee.currency === "EUR") ?? expect.fail("no fee");
    expect(kept.amount).toBeGreaterThan(0);
    expect(await fees()).toMatchObject({ balance: kept });
    expect((await compare()).run).toMatchObject({ matched: 2, fees: [] });
    expect(await fees()).toMatchObject({ balance: kept });
  });

  test("that does not list money which was on its way for days has its fee asked for, once", async () => {
    const { orderId, paymentId } = await sell("dana@example.com", "lost");
    const begun = new Date(shop.clock.now().getTime() - 20 * DAY_MS);
    const amount = money(4_900, "EUR");
    const payment = {
      paymentId,
      orderId,
      status: "succeeded",
      amount,
      amountRefunded: 0,
      occurredAt: begun,
      fee: null,
    } as const;
    const ctx = { ...ada, correlationId: newId("correlation") };
    await settlePayment(ctx, { gateway: "stripe", checkoutId: null, payment, whenUnknown: "hold" });
    const unlisted = async () => {
      const to = new Date(shop.clock.now().getTime() - 2 * DAY_MS);
      const { id } = await staff().start({ gateway: "stripe", from: new Date(to.getTime() - DAY_MS), to });
      await shop.drain();
      return staff().run({ id });
    };
    expect(await unlisted()).toMatchObject({ status: "finished", discrepancies: 0, fees: [{ currency: "EUR" }] });
    expect(await unlisted()).toMatchObject({ status: "finished", fees: [] });
    const booked = await database.sql`select from gateway_fees f join payments p on p.id = f.payment_id
      where p.gateway_payment_id = ${paymentId}`;
    expect(booked).toHaveLength(1);
  });

  test("that names a payment we never heard of is taken over with one press, and the sale is fulfilled", async () => {
    const { orderId, paymentId } = await sell("cleo@example.com", "lost");
    const { run } = await compare();
    expect(run.discrepancies).toBe(1);
    const finding = await findingOf(paymentId);
    expect(finding).toMatchObject({
      kind: "missing_here",
      status: "open",
      orderId,
      here: null,
      there: { status: "succeeded", amount: { amount: 4_900, currency: "EUR" } },
    });
    const presses = await Promise.allSettled([1, 2].map(() => staff().takeOver({ id: finding.id })));
    expect(presses.filter((press) => press.status === "fulfilled")).toHaveLength(1);
    await shop.drain();
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "paid", payments: 1, rights: 1, receipts: 1 });
    expect((await compare()).run.discrepancies).toBe(0);
    await expect(staff().takeOver({ id: finding.id })).rejects.toMatchObject({ cause: { code: "finding_resolved" } });
  });

  test("that names a refund we never heard of is taken over too, also by Stoa itself", async () => {
    const { orderId } = await sell("dora@example.com", "delivered");
    await shop.sandbox.control("POST", "refund", { reference: orderId });
    await compare();
    const { items } = await staff().findings({ state: "open", limit: 10 });
    expect(items).toMatchObject([{ subject: "refund", kind: "missing_here", orderId }]);
    const stoa: Context = { ...ada, actor: { kind: "system", id: "reconciler" } };
    await createCaller(stoa).reconciliation.takeOver({ id: items[0]?.id ?? "" });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "refunded", rights: 0 });
  });

  test("that is silent about money of ours is for a person to explain, and not raised again once it is", async () => {
    const ctx = { ...ada, correlationId: newId("correlation") };
    const payment: PaymentSnapshot = {
      paymentId: "pi_of_the_old_shop",
      orderId: newId("order"),
      status: "succeeded",
      amount: money(900, "EUR"),
      amountRefunded: 0,
      occurredAt: shop.clock.now(),
      fee: null,
    };
    await settlePayment(ctx, { gateway: "stripe", checkoutId: null, payment, whenUnknown: "hold" });
    const { run, findings } = await compare();
    expect(run).toMatchObject({ status: "finished", lastError: null });
    expect(findings).toMatchObject([
      { gatewayRef: "pi_of_the_old_shop", kind: "missing_there", status: "open", there: null },
    ]);
    const id = findings[0]?.id ?? "";
    await expect(staff().takeOver({ id })).rejects.toMatchObject({ cause: { code: "still_different" } });
    await expect(staff().explain({ id, note: " " })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await staff().explain({ id, note: "Of the shop before this one." });
    expect((await compare()).findings).toMatchObject([
      { id, status: "explained", note: "Of the shop before this one." },
    ]);

    const inTransaction = (differences: Difference[]) =>
      withTransaction(ctx, async (tx) => keepFindings(tx, await readRun(ctx, run.id), differences));
    const there = { status: "failed", amountMinor: 900, currency: "EUR" };
    const here = { ...there, status: "succeeded" };
    const { subject, gatewayRef, orderId, occurredAt } = findings[0] ?? expect.fail();
    await inTransaction([
      { subject, gatewayRef, orderId, occurredAt, here: { ...here, amountMinor: 901 }, there: null },
    ]);
    expect(await findingOf("pi_of_the_old_shop")).toMatchObject({ status: "open" });
    await inTransaction([{ subject, gatewayRef: "pi_other", orderId, occurredAt, here, there }]);
    expect(await findingOf("pi_other")).toMatchObject({ kind: "status_differs", status: "open" });
    await compare();
    expect(await findingOf("pi_other")).toMatchObject({ status: "gone" });
  });

  test("is read again by the next try when the gateway does not answer", async () => {
    await shop.sandbox.control("POST", "faults", { target: "stripe", kind: "error", rate: 1 });
    const { run } = await compare();
    expect(run).toMatchObject({ status: "failed", matched: 0 });
    await shop.sandbox.control("DELETE", "faults");
    await database.sql`update outbox set available_at = now() - interval '1 second' where done_at is null`;
    await shop.drain();
    expect(await staff().run({ id: run.id })).toMatchObject({ status: "finished", lastError: null });
  });
});

describe("starting a comparison", () => {
  test("refuses a window that is not over, too long, or turned round, and names the field", async () => {
    const now = shop.clock.now().getTime();
    const start = (fromMs: number, toMs: number) =>
      staff().start({ gateway: "stripe", from: new Date(now + fromMs), to: new Date(now + toMs) });
    await expect(start(-HOUR_MS, 0)).rejects.toMatchObject({
      cause: { code: "window_not_over", details: { field: "to" } },
    });
    await expect(start(-40 * 24 * HOUR_MS, -HOUR_MS)).rejects.toMatchObject({ cause: { code: "window_too_long" } });
    await expect(start(-HOUR_MS, -2 * HOUR_MS)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(
      staff().start({ gateway: "dodo", from: new Date(now - 2 * HOUR_MS), to: new Date(now - HOUR_MS) }),
    ).rejects.toMatchObject({ cause: { code: "gateway_not_offered" } });
  });

  test("of yesterday happens once a gateway, however often the job runs", async () => {
    const count = async () => {
      const [row] = await database.sql`select count(*)::int as runs from reconciliations where daily`;
      return row?.runs;
    };
    for (const _ of [1, 2]) {
      await database.db.transaction((db) =>
        startDailyReconciliations({ ...ada, db } as Parameters<typeof startDailyReconciliations>[0]),
      );
    }
    expect(await count()).toBe(shop.services.gateways.enabled().length);
    await shop.drain();
  });
});
