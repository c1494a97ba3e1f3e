import { testDatabase } from "@stoa/db/testing/database";
import { type Money, money } from "@stoa/kit";
import { afterEach, describe, expect, test } from "vitest";
import { invoiceContent } from "../orders/issue-invoice.ts";
import { MAIL_PURPOSE, waitingMailData } from "../platform/mail.ts";
import { contextAs } from "../testing/people.ts";
import { acceptReview } from "./decide-review.ts";
import { testShop } from "./testing/shop.ts";
import { eur, reviewOf, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

/** An order of 49.00 EUR, paid with this and accepted by a person. */
async function accepted(email: string, paid: Money) {
  const { orderId } = await shop.start({ course: await shop.addCourse(), email, country: "DE" });
  const { paymentId, outcome } = await gateway.payment(orderId, paid);
  expect(outcome).toBe("held");
  await acceptReview(contextAs(shop.services, { kind: "job", id: "test" }), (await reviewOf(database, paymentId)).id);
  return { orderId, paymentId };
}

async function orderRow(orderId: string) {
  const [row] = await database.sql`select status, refunded_minor::int as refunded, settled_minor::int as settled,
    settled_currency as currency from orders where id = ${orderId}`;
  return row;
}

async function invoiceOf(orderId: string) {
  const [row] = await database.sql`select content from invoices where order_id = ${orderId}`;
  return invoiceContent.parse(row?.content);
}

/** What the receipt mail is going to say. */
async function receiptOf(orderId: string): Promise<unknown> {
  const [row] = await database.sql`select data from mails where dedupe_key = ${`order-receipt:${orderId}`}`;
  return JSON.parse(shop.services.secrets.open(MAIL_PURPOSE, waitingMailData.parse(row?.data).sealed));
}

describe("a payment of less than was asked, accepted by a person", () => {
  test("is invoiced and receipted as what was taken, with the tax that is in it", async () => {
    const { orderId } = await accepted("less@example.com", eur(4_500));
    const invoice = await invoiceOf(orderId);
    expect(invoice).toMatchObject({ total: eur(4_500), subtotal: eur(4_500), discount: eur(0) });
    expect(invoice.lines.map((line) => line.total)).toEqual([eur(4_500)]);
    const [books] = await database.sql`select t.amount_minor::int as tax from ledger_transfers t
      join ledger_entries e on e.id = t.entry_id join payments p on p.id = e.subject
      where p.order_id = ${orderId} and t.code = 'tax'`;
    expect(invoice.tax).toMatchObject({ country: "DE", amount: eur(718) });
    expect(books).toEqual({ tax: 718 });
    expect(await receiptOf(orderId)).toMatchObject({ total: eur(4_500), lines: [{ amount: eur(4_500) }] });
  });

  test("is refunded when that much is given back, and ends what the order gave", async () => {
    const { orderId, paymentId } = await accepted("less-back@example.com", eur(4_500));
    await gateway.refund(paymentId, eur(4_000));
    expect(await orderRow(orderId)).toMatchObject({ status: "partially_refunded", refunded: 4_000, settled: 4_500 });
    await gateway.refund(paymentId, eur(500));
    expect(await orderRow(orderId)).toMatchObject({ status: "refunded", refunded: 4_500 });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ rights: 0, enrolments: 0 });
  });

  test("is refunded when a dispute takes that much", async () => {
    const { orderId, paymentId } = await accepted("less-lost@example.com", eur(4_500));
    await gateway.dispute(paymentId, eur(4_500), { status: "lost" });
    expect(await orderRow(orderId)).toMatchObject({ status: "refunded", refunded: 4_500 });
  });
});

test("a payment of more than was asked is refunded only when all of it is given back", async () => {
  const { orderId, paymentId } = await accepted("more@example.com", eur(6_000));
  expect((await invoiceOf(orderId)).total).toEqual(eur(6_000));
  await gateway.refund(paymentId, eur(4_900));
  expect(await orderRow(orderId)).toMatchObject({ status: "partially_refunded", refunded: 4_900 });
  expect(await shop.outcomeOf(orderId)).toMatchObject({ rights: 1 });
  await gateway.refund(paymentId, eur(1_100));
  expect(await orderRow(orderId)).toMatchObject({ status: "refunded", refunded: 6_000 });
});

test("a payment in another currency is invoiced, and given back, in that currency", async () => {
  const { orderId, paymentId } = await accepted("dollars@example.com", money(3_900, "USD"));
  expect((await invoiceOf(orderId)).total).toEqual(money(3_900, "USD"));
  expect(await orderRow(orderId)).toMatchObject({ settled: 3_900, currency: "USD" });
  await gateway.refund(paymentId, money(3_900, "USD"));
  expect(await orderRow(orderId)).toMatchObject({ status: "refunded", refunded: 3_900 });
});
