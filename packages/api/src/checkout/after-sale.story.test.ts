import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, describe, expect, test } from "vitest";
import { type CourseOnSale, testShop, textOf, type Webhook } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

async function orderWith(email: string, then: (orderId: string) => Promise<void>, last: string, sold?: CourseOnSale) {
  const course = sold ?? (await shop.addCourse());
  const order = await shop.start({ course, email });
  await shop.pay(order.orderId);
  await shop.webhooksOf(order.orderId, "checkout.session.completed");
  await then(order.orderId);
  return { ...order, course, webhooks: await shop.webhooksOf(order.orderId, last) };
}

const refund = (reference: string, amount?: number) =>
  shop.sandbox.control("POST", "refund", { reference, ...(amount === undefined ? {} : { amount }) });
const dispute = (reference: string, outcome: "opened" | "won" | "lost") =>
  shop.sandbox.control("POST", "dispute", { reference, outcome });

const typeOf = (webhook: Webhook): string => JSON.parse(textOf(webhook)).type;

async function deliverAll(webhooks: readonly Webhook[]): Promise<void> {
  for (const webhook of webhooks) expect(await shop.deliver(webhook)).toBe(200);
  await shop.drain();
}

/** What the books say of an order's money, by account; everything that belongs to its payment, refunds and disputes. */
async function booksOf(orderId: string): Promise<Record<string, number>> {
  const rows = await database.sql<{ address: string; minor: number }[]>`
    with mine as (
      select t.* from ledger_transfers t join ledger_entries e on e.id = t.entry_id
      where e.subject in (select id from payments where order_id = ${orderId}
        union select id from refunds where order_id = ${orderId} union select id from disputes where order_id = ${orderId}))
    select address, sum(minor)::int as minor from (
      select debit_address as address, amount_minor as minor from mine
      union all select credit_address, -amount_minor from mine) m
    group by address having sum(minor) <> 0 order by address`;
  return Object.fromEntries(rows.map((row) => [row.address, row.minor]));
}

async function orderRow(orderId: string) {
  const [row] = await database.sql`select status, refunded_minor::int as refunded from orders where id = ${orderId}`;
  return row;
}

describe("a refund from the gateway's dashboard", () => {
  test("T72 of the whole ends access, takes the learner out of the LMS and empties the sale from the books", async () => {
    const order = await orderWith("refunded@example.com", async (id) => void (await refund(id)), "refund.created");
    await deliverAll(order.webhooks);
    expect(await orderRow(order.orderId)).toEqual({ status: "refunded", refunded: 4_900 });
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ rights: 0, enrolments: 0, invoices: 1, receipts: 1 });
    expect(await booksOf(order.orderId)).toEqual({});
    const state = (await shop.sandbox.control("GET", "state")) as { lms: { enrolments: { member: string }[] } };
    expect(state.lms.enrolments.filter((one) => one.member === "refunded@example.com")).toEqual([]);
  });

  test("T70 of a part leaves access, and a second part that completes it ends it", async () => {
    const order = await orderWith("part@example.com", async (id) => void (await refund(id, 1_000)), "refund.created");
    await deliverAll(order.webhooks);
    expect(await orderRow(order.orderId)).toEqual({ status: "partially_refunded", refunded: 1_000 });
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ rights: 1, enrolments: 1 });
    const seen = order.webhooks.length;
    await refund(order.orderId);
    await expect
      .poll(async () => (await shop.webhooksOf(order.orderId, "refund.created")).length)
      .toBeGreaterThan(seen + 1);
    await deliverAll(await shop.webhooksOf(order.orderId, "refund.created"));
    expect(await orderRow(order.orderId)).toEqual({ status: "refunded", refunded: 4_900 });
    expect(await booksOf(order.orderId)).toEqual({});
  });

  test("T56 that is told before the payment settles the payment first", async () => {
    const order = await orderWith("early-refund@example.com", async (id) => void (await refund(id)), "refund.created");
    await deliverAll(order.webhooks.filter((webhook) => typeOf(webhook).startsWith("refund.")));
    expect(await orderRow(order.orderId)).toEqual({ status: "refunded", refunded: 4_900 });
    await deliverAll(order.webhooks);
    expect(await orderRow(order.orderId)).toEqual({ status: "refunded", refunded: 4_900 });
    expect(await booksOf(order.orderId)).toEqual({});
  });
});

describe("a dispute", () => {
  test("that is open holds the money and leaves access; won, all is as before", async () => {
    const order = await orderWith(
      "won@example.com",
      async (id) => void (await dispute(id, "opened")),
      "charge.dispute.created",
    );
    await deliverAll(order.webhooks);
    expect(await orderRow(order.orderId)).toEqual({ status: "disputed", refunded: 0 });
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ rights: 1 });
    await dispute(order.orderId, "won");
    await deliverAll(await shop.webhooksOf(order.orderId, "charge.dispute.closed"));
    expect(await orderRow(order.orderId)).toEqual({ status: "paid", refunded: 0 });
    expect(await booksOf(order.orderId)).toMatchObject({ "revenue/course": -4_900 });
    expect(await booksOf(order.orderId)).not.toHaveProperty("disputes/stripe/held");
  });

  test("that is lost undoes the sale and ends access", async () => {
    const order = await orderWith(
      "lost@example.com",
      async (id) => void (await dispute(id, "opened")),
      "charge.dispute.created",
    );
    await deliverAll(order.webhooks);
    await dispute(order.orderId, "lost");
    await deliverAll(await shop.webhooksOf(order.orderId, "charge.dispute.closed"));
    expect(await orderRow(order.orderId)).toEqual({ status: "refunded", refunded: 4_900 });
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ rights: 0, enrolments: 0 });
    const books = await booksOf(order.orderId);
    expect(books["revenue/course"] ?? 0).toBe(0);
    expect(books).not.toHaveProperty("disputes/stripe/held");
  });
});

describe("the events of one sale", () => {
  const TYPES = [
    "payment_intent.succeeded",
    "checkout.session.completed",
    "refund.created",
    "charge.dispute.created",
    "charge.dispute.closed",
  ];

  test("T56 end in the same state and the same books in all 120 orders", { timeout: 400_000 }, async () => {
    const sequences = permutations(TYPES);
    // Not taught in the LMS: what it is told follows from the order's end and has tests of its own.
    const course = await shop.addCourse({ lmsCourse: null });
    const orders: { orderId: string; sequence: string[]; webhooks: Webhook[] }[] = [];
    while (orders.length < sequences.length) {
      const some = sequences.slice(orders.length, orders.length + 4);
      orders.push(
        ...(await Promise.all(
          some.map((sequence, i) => sale(`order${orders.length + i}@example.com`, sequence, course)),
        )),
      );
    }
    for (let step = 0; step < TYPES.length; step++) {
      for (const { webhooks, sequence } of orders) {
        const next = webhooks.find((webhook) => typeOf(webhook) === sequence[step]);
        if (!next) throw new Error(`no ${sequence[step]}`);
        expect(await shop.deliver(next)).toBe(200);
      }
      await shop.drain();
    }
    const ends = await Promise.all(
      orders.map(async ({ orderId }) =>
        JSON.stringify([await orderRow(orderId), await booksOf(orderId), await shop.outcomeOf(orderId)]),
      ),
    );
    expect(new Set(ends).size).toBe(1);
    expect(JSON.parse(ends[0] ?? "")[0]).toEqual({ status: "partially_refunded", refunded: 900 });
  });
});

/** A sale that was part refunded, disputed and won at the gateway, none of which has been told here yet. */
async function sale(email: string, sequence: string[], course: CourseOnSale) {
  const order = await orderWith(
    email,
    async (id) => {
      await refund(id, 900);
      await dispute(id, "opened");
      await dispute(id, "won");
    },
    "charge.dispute.closed",
    course,
  );
  for (const type of sequence) await shop.webhooksOf(order.orderId, type);
  return { orderId: order.orderId, sequence, webhooks: await shop.webhooksOf(order.orderId, "charge.dispute.closed") };
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}
