import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { contextAs } from "../testing/people.ts";
import { settlePayment } from "./settle-payment.ts";
import { type CourseOnSale, SECRETS, signed, testShop, textOf } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);
const ctx = () => contextAs(shop.services, { kind: "job", id: "test" });

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

const reprice = (course: CourseOnSale, change: { priceMinor?: number; status?: "archived" }) =>
  shop.services.db.update(tables.courses).set(change).where(eq(tables.courses.id, course.id));

async function totalOf(orderId: string): Promise<number> {
  const [row] = await database.sql<{ total: number }[]>`
    select total_minor::int as total from orders where id = ${orderId}`;
  return row?.total ?? 0;
}

describe("T38 a course that changes after it was quoted", () => {
  test("is sold at its new price to who starts again, also with the open order in hand", async () => {
    const course = await shop.addCourse();
    const first = await shop.start({ course, email: "quoted@example.com" });
    await reprice(course, { priceMinor: 6_900 });
    const again = await shop.start({ course, email: "quoted@example.com" }, { orderToken: first.orderToken });
    expect(again.orderId).not.toBe(first.orderId);
    expect([await totalOf(first.orderId), await totalOf(again.orderId)]).toEqual([4_900, 6_900]);
  });

  test("is refused to who starts once it is withdrawn", async () => {
    const course = await shop.addCourse();
    await reprice(course, { status: "archived" });
    await expect(shop.start({ course, email: "withdrawn@example.com" })).rejects.toMatchObject({ kind: "not_found" });
  });

  test.each([0, -1, 1.5, 1e9, 1_001])("is not sold %d times", async (quantity) => {
    const { startCheckoutInput } = await import("./schemas.ts");
    const line = { kind: "course", id: "drawing", quantity };
    expect(startCheckoutInput.safeParse({ lines: [line], email: "many@example.com" }).success).toBe(false);
  });
});

test("T94 a hundred orders that are paid at once have invoices numbered without a gap or a repeat", {
  timeout: 120_000,
}, async () => {
  const course = await shop.addCourse();
  const started = [];
  for (let at = 0; at < 100; at++) started.push(await shop.start({ course, email: `invoiced${at}@example.com` }));
  const settled = await Promise.all(
    started.map(({ orderId }, at) =>
      settlePayment(ctx(), {
        gateway: "stripe",
        checkoutId: null,
        whenUnknown: "wait",
        payment: {
          paymentId: `pi_invoiced_${at}`,
          orderId,
          status: "succeeded",
          // One in ten pays too little: its order is held, and takes no number.
          amount: { amount: at % 10 === 0 ? 1 : 4_900, currency: "EUR" },
          amountRefunded: 0,
          occurredAt: new Date(),
          fee: null,
        },
      }),
    ),
  );
  expect(settled.filter(({ outcome }) => outcome === "paid")).toHaveLength(90);
  const rows = await database.sql<{ number: string }[]>`select number from invoices order by number`;
  const numbers = rows.map(({ number }) => Number(number.slice(-6)));
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => at + 1));
  expect(numbers.length).toBeGreaterThanOrEqual(90);
  await shop.drain();
});

describe("T73 a dispute that is lost", () => {
  test("after the whole was given back takes nothing a second time", async () => {
    const course = await shop.addCourse();
    const { orderId } = await shop.start({ course, email: "refunded-then-disputed@example.com" });
    await shop.pay(orderId);
    await shop.webhooksOf(orderId, "checkout.session.completed");
    await shop.sandbox.control("POST", "refund", { reference: orderId });
    for (const webhook of await shop.webhooksOf(orderId, "refund.created")) await shop.deliver(webhook);
    await shop.drain();
    await shop.sandbox.control("POST", "dispute", { reference: orderId, outcome: "opened" });
    await shop.webhooksOf(orderId, "charge.dispute.created");
    await shop.sandbox.control("POST", "dispute", { reference: orderId, outcome: "lost" });
    for (const webhook of await shop.webhooksOf(orderId, "charge.dispute.closed")) await shop.deliver(webhook);
    await shop.drain();
    const [order] =
      await database.sql`select status, refunded_minor::int as refunded from orders where id = ${orderId}`;
    expect(order).toEqual({ status: "refunded", refunded: 4_900 });
    const [revenue] = await database.sql<{ minor: number }[]>`
      select coalesce(sum(case when t.debit_address = 'revenue/course' then t.amount_minor else -t.amount_minor end), 0)::int as minor
      from ledger_transfers t join ledger_entries e on e.id = t.entry_id
      where 'revenue/course' in (t.debit_address, t.credit_address) and e.subject in (
        select id from payments where order_id = ${orderId} union select id from refunds where order_id = ${orderId}
        union select id from disputes where order_id = ${orderId})`;
    expect(revenue?.minor).toBe(0);
  });
});

describe("T51 an event whose signature is good", () => {
  test("is refused once it is five minutes old, and taken once within", async () => {
    const { orderId } = await shop.start({ course: await shop.addCourse(), email: "signed@example.com" });
    await shop.pay(orderId);
    const [webhook] = await shop.webhooksOf(orderId, "checkout.session.completed");
    const body = webhook === undefined ? "" : textOf(webhook);
    const now = shop.clock.now().getTime();
    const old = signed(body, SECRETS.now, new Date(now - 310_000));
    const recent = signed(body, SECRETS.now, new Date(now - 200_000));
    expect(await shop.deliver(old)).toBeGreaterThanOrEqual(400);
    const count = async () =>
      (await database.sql`select 1 from inbox_events where event_id = ${JSON.parse(body).id}`).length;
    expect(await count()).toBe(0);
    expect([await shop.deliver(recent), await shop.deliver(recent)]).toEqual([200, 200]);
    await shop.drain();
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "paid", invoices: 1, payments: 1 });
  });
});
