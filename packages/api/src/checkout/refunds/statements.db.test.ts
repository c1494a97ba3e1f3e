import { type Connection, connect } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addAffiliate, type TestAffiliate } from "../testing/affiliate.ts";
import { freshAddress, testShop } from "../testing/shop.ts";
import { told } from "../testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const asked: string[] = [];
let connection: Connection;
let affiliate: TestAffiliate;

beforeAll(async () => {
  connection = connect({ url: database.url, applicationName: "watched", onQuery: ({ text }) => asked.push(text) });
  affiliate = await addAffiliate(shop);
});
afterAll(() => connection.close());

/** What is asked of the database to book that an order of so many courses, all of them in the LMS, went back whole. */
async function statementsOfRefund(courses: number): Promise<number> {
  const sold = await Promise.all(Array.from({ length: courses }, () => shop.addCourse({ priceMinor: 1_000 })));
  const [course] = sold;
  if (!course) throw new Error("an order has at least one course");
  const lines = sold.map(({ slug }) => ({ kind: "course" as const, id: slug, quantity: 1 }));
  const referral = await affiliate.visit();
  const email = `statements-${courses}@example.com`;
  const { orderId, total } = await shop.start(
    { course, lines, email, country: "DE" },
    { ip: freshAddress(), referral },
  );
  const watched = told({ services: { ...shop.services, db: connection.db } });
  const { paymentId } = await watched.payment(orderId, total);
  asked.length = 0;
  await watched.refund(paymentId, total);
  const statements = asked.length;
  expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "refunded", rights: 0, enrolments: 0 });
  const [pending] =
    await database.sql`select count(*)::int as syncs from lms_syncs where order_id = ${orderId} and status = 'pending'`;
  expect(pending).toEqual({ syncs: courses });
  expect(await shop.breaches()).toEqual([]);
  return statements;
}

test("ten lines go back in as many statements as one", async () => {
  // The first opens the series of credit notes.
  await statementsOfRefund(2);
  const one = await statementsOfRefund(1);
  const ten = await statementsOfRefund(10);
  expect(ten).toBe(one);
});
