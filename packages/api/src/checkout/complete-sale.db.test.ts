import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, expect, test } from "vitest";
import { queuedMails } from "../testing/mails.ts";
import { addPerson } from "../testing/people.ts";
import { testShop } from "./testing/shop.ts";
import { eur, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

/** An order of 49.00 EUR that somebody without a session has paid. */
async function sold(email: string) {
  const { orderId } = await shop.start({ course: await shop.addCourse(), email });
  await gateway.payment(orderId, eur(4_900));
  const [order] = await database.sql`
    select user_id as "userId", invoice_number as "invoiceNumber" from orders where id = ${orderId}`;
  const receipt = (await queuedMails(shop.services)).find(({ data }) => data.orderId === orderId)?.data;
  return { orderId, receipt, ...order };
}

test("what somebody buys without signing in is theirs when the address is their account's", async () => {
  const ben = await addPerson(shop.services, "ben");
  expect(await sold("Ben@Example.com")).toMatchObject({
    userId: ben.id,
    receipt: { name: ben.name, claimUrl: null, orderUrl: expect.stringContaining("/orders/ord_") },
  });
});

test("what somebody buys who has no account, or has not confirmed one, is claimed by the link in the receipt", async () => {
  await addPerson(shop.services, "asha", { emailVerified: false });
  for (const email of ["nobody@example.com", "asha@example.com"]) {
    expect(await sold(email)).toMatchObject({
      userId: null,
      receipt: { name: null, claimUrl: expect.stringContaining("token=") },
    });
  }
});

test("invoices of a year count one by one", async () => {
  const year = new Date().getUTCFullYear();
  const first = await sold("one@example.com");
  const second = await sold("two@example.com");
  const [counter] = await database.sql<{ last: number }[]>`
    select last_number as last from invoice_counters where series = 'STOA' and year = ${year}`;
  const last = counter?.last ?? 0;
  for (const [sale, number] of [
    [first, last - 1],
    [second, last],
  ] as const) {
    const invoiceNumber = `STOA-${year}-${String(number).padStart(6, "0")}`;
    const [invoice] = await database.sql`select number from invoices where order_id = ${sale.orderId}`;
    expect(invoice).toEqual({ number: invoiceNumber });
    expect(sale).toMatchObject({ invoiceNumber, receipt: { invoiceNumber } });
  }
});
