import { testDatabase } from "@stoa/db/testing/database";
import postgres from "postgres";
import { afterEach, describe, expect, test, vi } from "vitest";
import { watchCheckouts } from "../reconciliation/watch-checkouts.ts";
import { contextAs, guest } from "../testing/people.ts";
import { confirmReturn } from "./look-up-checkout.ts";
import { SECRETS, signed, testShop, type Webhook } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

const SOLD = { status: "paid", invoices: 1, rights: 1, enrolments: 1, syncs: 1, receipts: 1, payments: 1, reviews: [] };
const NOTHING = { invoices: 0, rights: 0, enrolments: 0, syncs: 0, receipts: 0 };

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

async function paidOrder(email: string) {
  const course = await shop.addCourse();
  const started = await shop.start({ course, email });
  await shop.pay(started.orderId);
  await shop.webhooksOf(started.orderId, "payment_intent.succeeded");
  const webhooks = await shop.webhooksOf(started.orderId, "checkout.session.completed");
  return { ...started, course, webhooks };
}

function completed(webhooks: readonly Webhook[]): Webhook {
  const found = webhooks.find(({ rawBody }) =>
    new TextDecoder().decode(rawBody).includes('"checkout.session.completed"'),
  );
  if (!found) throw new Error("no completed checkout among the webhooks");
  return found;
}

function bodyOf({ rawBody }: Webhook): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(rawBody));
}

async function inboxRows(): Promise<number> {
  const [row] = await database.sql<{ rows: number }[]>`select count(*)::int as rows from inbox_events`;
  return row?.rows ?? 0;
}

/** Makes all pending orders look as if nobody had touched them for a while. */
async function letTimePass(): Promise<void> {
  await database.sql`update orders set updated_at = now() - interval '5 minutes' where status = 'pending'`;
}

const worker = () => contextAs(shop.services, { kind: "job", id: "test" });

describe("an event of the gateway", () => {
  test("has one effect when it comes fifty times at once", async () => {
    const order = await paidOrder("fifty@example.com");
    const before = await inboxRows();
    const answers = await Promise.all(
      order.webhooks.flatMap((webhook) => Array.from({ length: 50 }, () => shop.deliver(webhook))),
    );
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await inboxRows()).toBe(before + order.webhooks.length);
    await Promise.all([shop.drain(), shop.drain(), shop.drain()]);
    expect(await shop.outcomeOf(order.orderId)).toEqual(SOLD);
  });

  test("counts under the old secret while it is being replaced", async () => {
    const order = await paidOrder("rotation@example.com");
    expect(await shop.deliver(signed(bodyOf(completed(order.webhooks)), SECRETS.before))).toBe(200);
    await shop.drain();
    expect(await shop.outcomeOf(order.orderId)).toEqual(SOLD);
  });

  test("T50 T51 is refused and not stored when it is stale, tampered with, unsigned, or signed by somebody else", async () => {
    const order = await paidOrder("hostile@example.com");
    const genuine = completed(order.webhooks);
    const before = await inboxRows();
    const text = new TextDecoder().decode(genuine.rawBody);
    const hostile: Webhook[] = [
      signed(text, SECRETS.now, new Date(Date.now() - 301_000)),
      { ...genuine, rawBody: new TextEncoder().encode(text.replace("4900", "4901")) },
      { ...genuine, headers: new Headers() },
      signed(text, "whsec_of_somebody_else"),
    ];
    for (const webhook of hostile) expect(await shop.deliver(webhook)).toBe(400);
    expect(await inboxRows()).toBe(before);
    const huge = signed("x".repeat(1024 * 1024 + 1), SECRETS.now);
    expect(await shop.deliver(huge)).toBe(413);
  });

  test("T54 keeps its first body when the same id comes with another", async () => {
    const order = await paidOrder("conflict@example.com");
    const genuine = completed(order.webhooks);
    expect(await shop.deliver(genuine)).toBe(200);
    const other: Record<string, unknown> = { ...bodyOf(genuine), created: 1 };
    expect(await shop.deliver(signed(other, SECRETS.now))).toBe(200);
    await shop.drain();
    expect(await shop.outcomeOf(order.orderId)).toEqual(SOLD);
    const [row] =
      await database.sql`select conflicting, deliveries from inbox_events where event_id = ${String(other.id)}`;
    expect(row).toMatchObject({ conflicting: true, deliveries: 2 });
  });

  test("T39 of another amount or currency holds the order and grants nothing", async () => {
    for (const [field, from, to, reason] of [
      ["amount_total", 4_900, 100, "amount_mismatch"],
      ["currency", "eur", "usd", "currency_mismatch"],
    ] as const) {
      const order = await paidOrder(`${reason}@example.com`);
      const event = bodyOf(completed(order.webhooks));
      const text = JSON.stringify(event).replaceAll(
        `"${field}":${JSON.stringify(from)}`,
        `"${field}":${JSON.stringify(to)}`,
      );
      expect(await shop.deliver(signed(text, SECRETS.now))).toBe(200);
      await shop.drain();
      expect(await shop.outcomeOf(order.orderId)).toMatchObject({ ...NOTHING, status: "review", reviews: [reason] });
    }
  });

  test("T55 that has nothing to do with an order of ours is kept and means nothing", async () => {
    const strange = {
      id: "evt_strange",
      object: "event",
      type: "customer.created",
      created: 1,
      livemode: false,
      data: { object: {} },
    };
    expect(await shop.deliver(signed(strange, SECRETS.now))).toBe(200);
    await shop.drain();
    const [row] = await database.sql`select outcome from inbox_events where event_id = 'evt_strange'`;
    expect(row).toMatchObject({ outcome: "not_relevant" });
  });

  test("of an order that is not committed yet waits, and holds the money when it never comes", async () => {
    const order = await paidOrder("early@example.com");
    const unknown = "ord_00000000000000000000000000";
    const text = new TextDecoder()
      .decode(completed(order.webhooks).rawBody)
      .replaceAll(order.orderId, unknown)
      .replace(/"id":"evt_[^"]+"/, '"id":"evt_early"')
      .replace(/cs_test_[A-Za-z0-9_]+/g, "cs_test_unknown")
      .replace(/"pi_[A-Za-z0-9_]+"/g, '"pi_unknown"');
    expect(await shop.deliver(signed(text, SECRETS.now))).toBe(200);
    const runs = await shop.drain();
    expect(runs.map((run) => run.outcome)).toContain("postponed");
    for (let wait = 0; wait < 8; wait++) {
      shop.clock.advance(120_000);
      await shop.drain();
    }
    shop.clock.reset();
    const [review] = await database.sql`select order_id from order_reviews where reason = 'unknown_order'`;
    expect(review).toEqual({ order_id: null });
  });
});

describe("webhook, return page and reconciler at the same moment", () => {
  test("settle each of many orders once", async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, (_, i) => paidOrder(`race${i}@example.com`)));
    await letTimePass();
    await Promise.all(orders.flatMap((order) => order.webhooks.map((webhook) => shop.deliver(webhook))));
    await Promise.all([
      shop.drain(),
      ...orders.map((order) => confirmReturn(guest(shop.services, { orderToken: order.orderToken }), order.orderId)),
      watchCheckouts(worker()),
      shop.drain(),
    ]);
    await shop.drain();
    for (const order of orders) expect(await shop.outcomeOf(order.orderId)).toEqual(SOLD);
  });

  test("show the buyer where the order stands while others hold it", async () => {
    const { orderId, orderToken } = await paidOrder("held@example.com");
    const back = () => confirmReturn(guest(shop.services, { orderToken }), orderId);
    await database.sql.begin(async (others) => {
      await others`select from orders where id = ${orderId} for update`;
      expect(await back()).toMatchObject({ status: "pending" });
    });
    expect(await back()).toMatchObject({ status: "paid" });
    await shop.drain();
    expect(await shop.outcomeOf(orderId)).toEqual(SOLD);
  });

  test("find a payment whose webhook never comes, and the webhook that comes late changes nothing", async () => {
    const order = await paidOrder("lost@example.com");
    await letTimePass();
    expect(await watchCheckouts(worker())).toBeGreaterThan(0);
    await shop.drain();
    expect(await shop.outcomeOf(order.orderId)).toEqual(SOLD);
    for (const webhook of order.webhooks) await shop.deliver(webhook);
    await shop.drain();
    expect(await shop.outcomeOf(order.orderId)).toEqual(SOLD);
  });
});

describe("a worker whose database connection is cut again and again", () => {
  test("finishes every order once", async () => {
    const orders = await Promise.all(Array.from({ length: 10 }, (_, i) => paidOrder(`killed${i}@example.com`)));
    await Promise.all(orders.flatMap((order) => order.webhooks.map((webhook) => shop.deliver(webhook))));
    const owner = postgres(database.url, { max: 1, onnotice: () => {} });
    let cutting = true;
    let cuts = 0;
    const cutter = (async () => {
      while (cutting) {
        const cut = await owner`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`.catch(() => []);
        cuts += cut.length;
        await new Promise((resolve) => setTimeout(resolve, 15 + Math.random() * 40));
      }
    })();
    const until = Date.now() + 3_000;
    while (Date.now() < until) await shop.drain().catch(() => {});
    cutting = false;
    await cutter;
    await owner.end();
    expect(cuts).toBeGreaterThan(10);
    // A connection ends a moment after it was told to: the last cut may still be on its way.
    await shop.drain().catch(() => {});
    for (let round = 0; round < 6; round++) {
      // A connection that was cut last of all is found dead by whoever uses it next.
      await vi.waitFor(() => shop.drain(), { timeout: 20_000 });
      shop.clock.advance(600_000);
    }
    shop.clock.reset();
    for (const order of orders) expect(await shop.outcomeOf(order.orderId)).toEqual(SOLD);
  });
});
