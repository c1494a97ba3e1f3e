import { createHash } from "node:crypto";
import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { afterAll, expect, test } from "vitest";
import { EVENT_ORDERS } from "./testing/env.ts";
import { testShop, textOf, type Webhook } from "./testing/shop.ts";
import { booksOf } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);

afterAll(async () => {
  expect(await shop.breaches()).toEqual([]);
});

type GatewayName = "paypal" | "stripe";
type Ending = "won" | "lost";

/** What each gateway tells of a purchase that is paid, given back in part, disputed in part and decided; one row a step. */
const STEPS: Record<GatewayName, (ending: Ending) => string[][]> = {
  stripe: (ending) => [
    ["checkout.session.completed"],
    ["payment_intent.succeeded"],
    ["refund.created"],
    ["charge.dispute.created", "charge.dispute.funds_withdrawn"],
    ["charge.dispute.closed", ...(ending === "won" ? ["charge.dispute.funds_reinstated"] : [])],
  ],
  paypal: () => [
    ["CHECKOUT.ORDER.APPROVED"],
    ["PAYMENT.CAPTURE.COMPLETED"],
    ["PAYMENT.CAPTURE.REFUNDED"],
    ["CUSTOMER.DISPUTE.CREATED"],
    ["CUSTOMER.DISPUTE.RESOLVED"],
  ],
};

/** Purchases that are played side by side. */
const AT_ONCE = 12;

test.each([
  ["won", 900],
  ["lost", 1_900],
] as const)(
  "T56 payment, refund and a dispute that is %s end in the same books in every order, each told twice, at either gateway",
  async (ending, refunded) => {
    const stands = new Map<string, string>();
    for (const gateway of ["stripe", "paypal"] as const) {
      const orders = someOf(permutations([0, 1, 2, 3, 4]), EVENT_ORDERS);
      while (orders.length > 0) {
        for (const stand of await playTogether(gateway, ending, orders.splice(0, AT_ONCE))) {
          stands.set(createHash("sha256").update(stand).digest("hex"), `${gateway}: ${stand}`);
        }
      }
    }
    expect([...stands.values()]).toEqual([
      expect.stringContaining(`"status":"partially_refunded","refunded":${refunded},"lost":0`),
    ]);
  },
  60_000 + 20_000 * EVENT_ORDERS,
);

/** As many purchases as there are orders of events; each hears its events in one of them, and then all of it once more. */
async function playTogether(gateway: GatewayName, ending: Ending, orders: number[][]): Promise<string[]> {
  const played = await Promise.all(orders.map(() => purchase(gateway, ending)));
  for (const turn of [0, 1, 2, 3, 4]) {
    for (const [at, { steps }] of played.entries()) {
      const webhooks = steps[orders[at]?.[turn] ?? 0] ?? [];
      for (const webhook of [...webhooks, ...webhooks]) expect(await shop.deliver(webhook)).toBe(200);
    }
    await shop.drain();
  }
  for (const webhook of played.flatMap(({ steps }) => steps.flat())) await shop.deliver(webhook);
  await shop.drain();
  return Promise.all(played.map(({ orderId, paymentId }) => standOf(gateway, orderId, paymentId)));
}

/** Order and books, without the gateway's name, and without what a gateway charges for a dispute: that is its own affair. */
async function standOf(gateway: GatewayName, orderId: string, paymentId: string): Promise<string> {
  const [order] = await database.sql<{ status: string; refunded: number; lost: number }[]>`
    select o.status, o.refunded_minor::int as refunded, p.lost_minor::int as lost
    from orders o join payments p on p.order_id = o.id where o.id = ${orderId}`;
  const books = await booksOf(database, paymentId);
  const { [`gateway/${gateway}/fees`]: fees = 0, [`gateway/${gateway}/clearing`]: clearing = 0, ...rest } = books;
  return JSON.stringify({ ...order, books: { clearing: clearing + fees, ...rest } }).replaceAll(gateway, "g");
}

/** A purchase at the gateway of which Stoa has not been told yet; its events by step. */
async function purchase(gateway: GatewayName, ending: Ending) {
  const email = `${newId("correlation")}@example.com`.toLowerCase();
  const course = await shop.addCourse({ lmsCourse: null });
  const { orderId } = await shop.start({ course, email, gateway, country: "DE" });
  await shop.pay(orderId);
  if (gateway === "paypal") await completeAtGateway(orderId);
  const { paymentId } = await dashboard("refund", { reference: orderId, amount: 900 });
  await dashboard("dispute", { reference: orderId, amount: 1_000 });
  await dashboard("dispute", { reference: orderId, outcome: ending });
  const steps = STEPS[gateway](ending);
  const told = () => steps.map((types) => eventsOf([orderId, paymentId]).filter(({ type }) => types.includes(type)));
  const missing = () => told().filter((events, step) => events.length < (steps[step]?.length ?? 0)).length;
  await expect.poll(missing, { timeout: 25_000 }).toBe(0);
  return { orderId, paymentId, steps: told().map((events) => events.map(({ webhook }) => webhook)) };
}

async function dashboard(act: "refund" | "dispute", asked: object): Promise<{ paymentId: string }> {
  return (await shop.sandbox.control("POST", act, asked)) as { paymentId: string };
}

interface Told {
  webhook: Webhook;
  type: string;
}

const byName = new Map<string, Set<Told>>();
let read = 0;

/** What the gateways have told so far that names one of these; each message is read once. */
function eventsOf(names: readonly string[]): Told[] {
  const { received } = shop.sandbox.webhooks;
  for (; read < received.length; read++) {
    const webhook = received[read];
    if (!webhook) break;
    const told = { webhook, type: String(webhook.body.type ?? Reflect.get(webhook.body, "event_type")) };
    for (const [name] of textOf(webhook).matchAll(/[\w-]{8,64}/g)) {
      byName.set(name, (byName.get(name) ?? new Set()).add(told));
    }
  }
  return [...new Set(names.flatMap((name) => [...(byName.get(name) ?? [])]))];
}

/** The money is taken without a word to Stoa, as if its answer had been lost. */
async function completeAtGateway(orderId: string): Promise<void> {
  const [order] = await database.sql<{ checkout: string }[]>`
    select gateway_checkout_id as checkout from orders where id = ${orderId}`;
  const checkoutId = order?.checkout ?? "";
  await shop.services.gateways.get("paypal").completeCheckout(checkoutId, { idempotencyKey: `complete-${checkoutId}` });
}

/** So many of them, as far apart as they can be. */
function someOf<T>(items: readonly T[], count: number): T[] {
  return items.filter(
    (_, at) => Math.floor((at * count) / items.length) !== Math.floor(((at - 1) * count) / items.length),
  );
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}
