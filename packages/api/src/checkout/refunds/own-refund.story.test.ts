import { testDatabase } from "@stoa/db/testing/database";
import { DAY_MS, newId } from "@stoa/kit";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { createCaller } from "../../root.ts";
import { addPerson, guest, signedIn, type TestPerson } from "../../testing/people.ts";
import { type PaidOrder, payForCourses } from "../testing/paid-order.ts";
import { testShop } from "../testing/shop.ts";
import { eur, told } from "../testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);
let ada: TestPerson;

beforeAll(async () => {
  ada = await addPerson(shop.services, "ada");
});

afterEach(async () => {
  shop.clock.reset();
  await setPolicy({ withinDays: 14, underPercent: 20 });
  expect(await shop.breaches()).toEqual([]);
});

const paid = (...prices: number[]) => payForCourses(shop, database, prices);
const holderOf = ({ orderToken }: Pick<PaidOrder, "orderToken">, key: string | null = null) =>
  createCaller(guest(shop.services, { orderToken, idempotencyKey: key }));
const admin = async () => createCaller(await signedIn(shop.services, ada));
const setPolicy = async (value: { withinDays: number; underPercent: number }) =>
  (await admin()).settings.change({ key: "refundPolicy", value });
const refusalsOf = async (order: PaidOrder) =>
  (await holderOf(order).checkout.refunds.offer({ orderId: order.orderId })).lines.map((line) => line.refusal);

describe("the buyer of an order", () => {
  test("gives one of two courses back with the order's token, as the preview had said, and is told by mail", async () => {
    const order = await paid(4_900, 2_900);
    const [, second = ""] = order.lineIds;
    const ask = { orderId: order.orderId, lineIds: [second] };
    const preview = await holderOf(order).checkout.refunds.previewReturn(ask);
    expect(preview).toMatchObject({ amount: eur(2_900), order: { status: "partially_refunded" } });
    const { status } = await holderOf(order).checkout.refunds.returnLines(ask);
    expect(status).toBe("requested");
    expect(await refusalsOf(order)).toEqual([null, "on_its_way"]);
    await shop.drain();
    expect(await refusalsOf(order)).toEqual([null, "gone"]);
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ status: "partially_refunded", rights: 1 });
    const { items } = await holderOf(order).orders.creditNotes({ id: order.orderId });
    expect(items).toMatchObject([{ because: "refund", total: eur(2_900) }]);
    const number = items[0]?.number ?? "";
    expect(number).toMatch(/^STOA-CN-\d{4}-\d{6}$/);
    const pdf = await holderOf(order).orders.creditNote({ id: order.orderId, number });
    expect(Buffer.from(pdf.base64, "base64").subarray(0, 5).toString()).toBe("%PDF-");
    const [mail] = await database.sql`
      select recipient, status from mails where template = 'refund-issued' and recipient = ${order.email}`;
    expect(mail).toMatchObject({ recipient: order.email });
  });

  test("asks once, however often the button is pressed", async () => {
    const order = await paid(4_900);
    const ask = { orderId: order.orderId, lineIds: order.lineIds };
    const key = newId("correlation");
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await holderOf(order, key).checkout.refunds.returnLines(ask));
    expect(new Set(answers.map((answer) => answer.refundId)).size).toBe(1);
    const presses = [1, 2, 3].map(() => holderOf(order).checkout.refunds.returnLines(ask));
    expect((await Promise.allSettled(presses)).map((press) => press.status)).toEqual(Array(3).fill("rejected"));
    await shop.drain();
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ status: "refunded", rights: 0 });
  });

  test("is refused once too much of the course is done, and only that course", async () => {
    const order = await paid(4_900, 2_900);
    await finishLessons(order, 1, 4);
    expect(await refusalsOf(order)).toEqual(["too_much_used", null]);
    const ask = { orderId: order.orderId, lineIds: order.lineIds };
    await expect(holderOf(order).checkout.refunds.returnLines(ask)).rejects.toThrow("cannot be given back");
    await setPolicy({ withinDays: 14, underPercent: 26 });
    expect(await refusalsOf(order)).toEqual([null, null]);
  });

  test("is refused after the days of the policy, by the database's clock", async () => {
    const order = await shop.start({ course: await shop.addCourse(), email: "late@example.com" });
    shop.clock.advance(-15 * DAY_MS);
    await gateway.payment(order.orderId, order.total);
    shop.clock.reset();
    const offer = () => holderOf(order).checkout.refunds.offer({ orderId: order.orderId });
    expect((await offer()).lines.map((line) => line.refusal)).toEqual(["too_late"]);
    await setPolicy({ withinDays: 16, underPercent: 20 });
    expect((await offer()).lines.map((line) => line.refusal)).toEqual([null]);
    await setPolicy({ withinDays: 0, underPercent: 20 });
    expect(await offer()).toMatchObject({ until: null, lines: [{ refusal: "not_returnable" }] });
  });

  test("has nothing to give back while the payment is disputed", async () => {
    const order = await paid(4_900);
    const [row] = await database.sql`select gateway_payment_id as id from payments where order_id = ${order.orderId}`;
    await gateway.dispute(row?.id, eur(4_900));
    expect(await refusalsOf(order)).toEqual([]);
    const ask = { orderId: order.orderId, lineIds: order.lineIds };
    await expect(holderOf(order).checkout.refunds.returnLines(ask)).rejects.toThrow("disputed");
  });

  test("is nobody else, staff neither", async () => {
    const order = await paid(4_900);
    const ask = { orderId: order.orderId, lineIds: order.lineIds };
    const asha = createCaller(await signedIn(shop.services, await addPerson(shop.services, "asha")));
    for (const caller of [asha, createCaller(guest(shop.services)), await admin()]) {
      await expect(caller.checkout.refunds.offer({ orderId: order.orderId })).rejects.toThrow("no such order");
      await expect(caller.checkout.refunds.previewReturn(ask)).rejects.toThrow("no such order");
      await expect(caller.checkout.refunds.returnLines(ask)).rejects.toThrow("no such order");
    }
    const another = await paid(2_900);
    const foreign = { orderId: order.orderId, lineIds: another.lineIds };
    await expect(holderOf(order).checkout.refunds.returnLines(foreign)).rejects.toThrow("cannot be given back");
  });
});

/** The holder of the first course has done some of its lessons. */
async function finishLessons({ orderId, courses }: PaidOrder, done: number, of: number): Promise<void> {
  const [course] = courses;
  const moduleId = newId("module");
  await database.sql`insert into modules (id, course_id, title, position) values (${moduleId}, ${course?.id ?? ""}, 'One', 0)`;
  for (let position = 0; position < of; position++) {
    const lessonId = newId("lesson");
    await database.sql`
      insert into lessons (id, module_id, course_id, slug, title, kind, position, minutes, body)
      values (${lessonId}, ${moduleId}, ${course?.id ?? ""}, ${`lesson-${position}`}, 'Lesson', 'text', ${position}, 5, '<p>See.</p>')`;
    if (position >= done) continue;
    await database.sql`
      insert into lesson_progress (enrolment_id, lesson_id, position, completed_at, last_seen_at)
      select n.id, ${lessonId}, 0, now(), now() from enrolments n join orders o on o.email_normalised = n.email_normalised
      where o.id = ${orderId} and n.course_id = ${course?.id ?? ""}`;
  }
}
