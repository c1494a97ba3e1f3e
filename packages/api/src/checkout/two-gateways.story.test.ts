import { createHash } from "node:crypto";
import { testDatabase } from "@stoa/db/testing/database";
import postgres from "postgres";
import { afterEach, describe, expect, test } from "vitest";
import { watchCheckouts } from "../reconciliation/watch-checkouts.ts";
import { contextAs, guest } from "../testing/people.ts";
import { confirmReturn } from "./look-up-checkout.ts";
import { testShop, type Webhook } from "./testing/shop.ts";
import { booksOf } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);

const SOLD = { status: "paid", invoices: 1, rights: 1, enrolments: 1, payments: 1, reviews: [] };

afterEach(async () => {
  await shop.sandbox.control("DELETE", "faults");
  expect(await shop.breaches()).toEqual([]);
});

const worker = () => contextAs(shop.services, { kind: "job", id: "test" });

async function started(email: string, gateway: "paypal" | "stripe" = "paypal") {
  const order = await shop.start({ course: await shop.addCourse(), email, gateway, country: "DE" });
  return { ...order, back: () => confirmReturn(guest(shop.services, { orderToken: order.orderToken }), order.orderId) };
}

async function letTimePass(): Promise<void> {
  await database.sql`update orders set updated_at = now() - interval '5 minutes' where status = 'pending'`;
}

const texts = new WeakMap<Uint8Array, string>();

/** Everything that a gateway has told so far and that names one of these, in the order of its coming. */
function toldOf(names: readonly string[]): Webhook[] {
  return shop.sandbox.webhooks.received.filter(({ rawBody }) => {
    const text = texts.get(rawBody) ?? new TextDecoder().decode(rawBody);
    texts.set(rawBody, text);
    return names.some((name) => text.includes(name));
  });
}

async function paymentsOf(orderId: string) {
  return (await shop.sandbox.state()).payments.filter((payment) => payment.orderId === orderId);
}

describe("money that a buyer has approved", () => {
  test("is taken when they come back", async () => {
    const { orderId, redirectUrl, back } = await started("returns@example.com");
    expect(redirectUrl).toContain("/paypal/checkoutnow?token=");
    expect(await back()).toMatchObject({ status: "pending" });
    await shop.pay(orderId);
    expect(await paymentsOf(orderId)).toEqual([]);
    expect(await back()).toMatchObject({ status: "paid" });
    expect(await paymentsOf(orderId)).toMatchObject([{ status: "succeeded", amount: 4_900 }]);
  });

  test("is taken when they never come back, by the event of their approval", async () => {
    const { orderId } = await started("never@example.com");
    await shop.pay(orderId);
    await expect.poll(() => toldOf([orderId]).length, { timeout: 20_000 }).toBeGreaterThan(0);
    for (const webhook of toldOf([orderId])) expect(await shop.deliver(webhook)).toBe(200);
    await shop.drain();
    expect(await shop.outcomeOf(orderId)).toMatchObject(SOLD);
  });

  test("is taken when neither they nor an event comes, by the reconciler", async () => {
    await shop.sandbox.control("POST", "faults", { target: "webhooks", kind: "lost", rate: 1 });
    const { orderId } = await started("silent@example.com");
    await shop.pay(orderId);
    await letTimePass();
    await watchCheckouts(worker());
    await shop.drain();
    expect(await shop.outcomeOf(orderId)).toMatchObject(SOLD);
  });

  test("is taken once by all three at the same moment", async () => {
    const orders = await Promise.all(Array.from({ length: 6 }, (_, i) => started(`all-three${i}@example.com`)));
    for (const { orderId } of orders) await shop.pay(orderId);
    await expect.poll(() => toldOf(orders.map((order) => order.orderId)).length, { timeout: 20_000 }).toBe(6);
    for (const webhook of toldOf(orders.map((order) => order.orderId))) await shop.deliver(webhook);
    await letTimePass();
    await Promise.allSettled([shop.drain(), watchCheckouts(worker()), ...orders.map((order) => order.back())]);
    for (let round = 0; round < 3; round++) {
      shop.clock.advance(120_000);
      await letTimePass();
      await Promise.allSettled([shop.drain(), watchCheckouts(worker())]);
    }
    shop.clock.reset();
    for (const { orderId } of orders) {
      expect(await shop.outcomeOf(orderId)).toMatchObject(SOLD);
      expect(await paymentsOf(orderId)).toHaveLength(1);
    }
  });

  test("is not taken for an order that was closed meanwhile", async () => {
    const { orderId, back } = await started("closed@example.com");
    await lapse(orderId);
    await letTimePass();
    await watchCheckouts(worker());
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "expired" });
    await shop.pay(orderId);
    await expect.poll(() => toldOf([orderId]).length, { timeout: 20_000 }).toBeGreaterThan(0);
    for (const webhook of toldOf([orderId])) await shop.deliver(webhook);
    await shop.drain();
    expect(await back()).toMatchObject({ status: "expired" });
    expect(await paymentsOf(orderId)).toEqual([]);
  });

  test("that the bank then declines leaves the order open, to be paid another way", async () => {
    const { orderId, back } = await started("declined@example.com");
    await shop.pay(orderId, "failed");
    expect(await back()).toMatchObject({ status: "pending" });
    await shop.pay(orderId);
    expect(await back()).toMatchObject({ status: "paid" });
  });

  test("for a checkout that lapsed unseen is not there: the order is closed without an event", async () => {
    const { orderId, back } = await started("lapsed@example.com");
    await shop.pay(orderId, "expired");
    expect(await back()).toMatchObject({ status: "expired" });
  });
});

describe("a gateway's refunds and disputes", () => {
  test("end in the same books whatever order their events come in, at one gateway as at the other", async () => {
    const books = new Map<string, string>();
    for (const gateway of ["stripe", "paypal"] as const) {
      const orders = permutations([0, 1, 2, 3]);
      const histories = await Promise.all(orders.map((_, i) => history(gateway, `order${i}@example.com`)));
      for (let turn = 0; turn < 4; turn++) {
        for (const [at, { steps }] of histories.entries())
          for (const webhook of steps[orders[at]?.[turn] ?? 0] ?? []) await shop.deliver(webhook);
        await shop.drain();
      }
      for (const { orderId, paymentId } of histories) {
        const { status } = await shop.outcomeOf(orderId);
        const stand = JSON.stringify({ status, books: await booksOf(database, paymentId) }).replaceAll(gateway, "g");
        books.set(createHash("sha256").update(stand).digest("hex"), `${gateway}: ${stand}`);
      }
    }
    expect([...books.values()]).toEqual([expect.any(String)]);
  }, 900_000);
});

/** An order's time is over; only the owner of the tables may say so. */
async function lapse(orderId: string): Promise<void> {
  const owner = postgres(database.url, { max: 1, onnotice: () => {} });
  await owner`update orders set expires_at = now() - interval '1 minute' where id = ${orderId}`;
  await owner.end();
}

/** An order that was paid, and given back in two parts; its events by what they tell of. */
async function history(gateway: "stripe" | "paypal", email: string) {
  const { orderId } = await started(`${gateway}.${email}`, gateway);
  await shop.pay(orderId);
  if (gateway === "paypal") await completeAtGateway(orderId);
  const [payment] = await paymentsOf(orderId);
  const paymentId = payment?.id ?? "";
  const told = async (names: readonly string[], least: number) => {
    await expect.poll(() => toldOf(names).length, { timeout: 25_000 }).toBeGreaterThanOrEqual(least);
    return toldOf(names);
  };
  const steps = (await told([orderId, paymentId], 2)).map((webhook) => [webhook]);
  for (const amount of [900, 1_100]) {
    const refund = await shop.sandbox.control("POST", "refund", { reference: orderId, amount });
    steps.push(await told([String(Reflect.get(Object(refund), "id"))], 1));
  }
  return { orderId, paymentId, steps };
}

/** The money is taken without a word to Stoa, as if its answer had been lost. */
async function completeAtGateway(orderId: string): Promise<void> {
  const [order] = await database.sql<{ checkout: string }[]>`
    select gateway_checkout_id as checkout from orders where id = ${orderId}`;
  const checkoutId = order?.checkout ?? "";
  await shop.services.gateways.get("paypal").completeCheckout(checkoutId, { idempotencyKey: `complete-${checkoutId}` });
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}
