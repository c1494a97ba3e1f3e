import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { addAffiliate, placeBy } from "../checkout/testing/affiliate.ts";
import { testShop } from "../checkout/testing/shop.ts";
import { addPool, award } from "../grants/testing/fund.ts";
import { closeEnrolments, joinEnrolments, openEnrolment } from "../learning/index.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, signedIn } from "../testing/people.ts";
import { listen } from "./testing/listen.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });

describe("a sale tells other systems", () => {
  const database = testDatabase();
  const shop = testShop(database);
  let told: Awaited<ReturnType<typeof listen>>;

  beforeAll(async () => {
    const ada = await addPerson(shop.services, "ada");
    told = await listen(database, ada.id);
  });

  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
    await database.sql`delete from webhook_messages`;
  });

  async function settled(orderId: string, type = "checkout.session.completed"): Promise<void> {
    for (const webhook of await shop.webhooksOf(orderId, type)) expect(await shop.deliver(webhook)).toBe(200);
    await shop.drain();
  }

  async function bought(email: string, course?: Awaited<ReturnType<typeof shop.addCourse>>, couponCode?: string) {
    const sold = course ?? (await shop.addCourse());
    const { orderId } = await shop.start({ course: sold, email, ...(couponCode ? { couponCode } : {}) });
    await shop.pay(orderId);
    await settled(orderId);
    return { orderId, course: sold };
  }

  test("that it is paid and who has a place, once, however often the gateway tells it", async () => {
    const { orderId, course } = await bought("ana@example.com");
    await settled(orderId);
    const [paid, ...more] = await told("order.paid");
    expect(more).toEqual([]);
    expect(paid).toMatchObject({
      orderId,
      userId: null,
      total: eur(4_900),
      lines: [{ kind: "course", subjectId: course.id, quantity: 1, total: eur(4_900) }],
    });
    expect(await told("enrolment.created")).toMatchObject([{ courseId: course.id, userId: null }]);
    const text = JSON.stringify(await database.sql`select body from webhook_messages`);
    expect(text).not.toContain("ana@example.com");
  });

  test("that it is given back, and once more that the place is taken again", async () => {
    const email = "bea@example.com";
    const { orderId, course } = await bought(email);
    await shop.sandbox.control("POST", "refund", { reference: orderId });
    await settled(orderId, "refund.created");
    expect(await told("order.refunded")).toMatchObject([{ orderId, amount: eur(4_900) }]);
    const [created] = await told("enrolment.created");
    expect(await told("enrolment.ended")).toEqual([{ ...created, reason: "refunded" }]);
    await bought(email, course);
    expect(await told("enrolment.reopened")).toEqual([created]);
    expect(await told("enrolment.created")).toHaveLength(1);
  });

  test("that a bank questions it, and how that ended", async () => {
    const { orderId } = await bought("cleo@example.com");
    await shop.sandbox.control("POST", "dispute", { reference: orderId, outcome: "opened" });
    await settled(orderId, "charge.dispute.created");
    const [opened] = await told("order.disputed");
    expect(opened).toMatchObject({ orderId, amount: eur(4_900) });
    await shop.sandbox.control("POST", "dispute", { reference: orderId, outcome: "won" });
    await settled(orderId, "charge.dispute.closed");
    expect(await told("order.dispute_closed")).toMatchObject([{ disputeId: opened?.disputeId, outcome: "won" }]);
    expect(await told("order.disputed")).toHaveLength(1);
  });

  test("what its affiliate has earned", async () => {
    const affiliate = await addAffiliate(shop);
    const { orderId } = await placeBy(shop, await affiliate.visit());
    await shop.pay(orderId);
    await settled(orderId);
    const [line] = (await told("order.paid")).flatMap(({ lines }) => lines);
    const [earned, ...more] = await told("commission.earned");
    expect(more).toEqual([]);
    expect(earned).toMatchObject({ affiliateId: affiliate.id, orderLineId: line?.lineId });
    expect(earned?.amount.amount).toBeGreaterThan(0);
  });

  test("that a grant was approved, and used", async () => {
    const [course, poolId, email] = [await shop.addCourse(), await addPool(shop.services), "dora@example.com"];
    const { awardId, granted, toPay, code } = await award(database, shop.services, {
      course: course.slug,
      email,
      poolId,
      percent: 75,
    });
    expect(await told("grant.approved")).toMatchObject([{ awardId, poolId, percent: 75, granted, toPay }]);
    const { orderId } = await bought(email, course, code);
    expect(await told("grant.redeemed")).toMatchObject([{ awardId, orderId, courseId: course.id, spent: granted }]);
  });

  test("that a guest's place became part of their account's own, which is open again", async () => {
    const { id: userId, email } = await addPerson(shop.services, "ben", { email: "joins@example.com" });
    const { id: courseId } = await shop.addCourse();
    const ctx = contextAs(shop.services, { kind: "job", id: "test" });
    const own = await openEnrolment(ctx, { holder: { userId, email }, courseId });
    await closeEnrolments(ctx, { holder: { userId, email }, courseIds: [courseId], status: "expired" });
    const guests = await openEnrolment(ctx, { holder: { userId: null, email }, courseId });
    await joinEnrolments(ctx, { userId, email });
    expect(await told("enrolment.ended")).toEqual([
      { enrolmentId: own.id, courseId, userId, reason: "expired" },
      { enrolmentId: guests.id, courseId, userId, reason: "joined" },
    ]);
    expect(await told("enrolment.reopened")).toEqual([{ enrolmentId: own.id, courseId, userId }]);
  });

  test("that a course is done", async () => {
    const ben = await addPerson(shop.services, "ben");
    const { course } = await bought(ben.email);
    const [moduleId, lessonId] = [newId("module"), newId("lesson")];
    await shop.services.db
      .insert(tables.modules)
      .values({ id: moduleId, courseId: course.id, title: "One", position: 1 });
    await shop.services.db
      .insert(tables.lessons)
      .values({ id: lessonId, courseId: course.id, moduleId, slug: "one", title: "One", kind: "text", position: 1 });
    const learner = createCaller(await signedIn(shop.services, ben)).learning;
    await learner.completeLesson({ lessonId, completed: true });
    await learner.completeLesson({ lessonId, completed: true });
    expect(await told("enrolment.completed")).toMatchObject([{ courseId: course.id, userId: ben.id }]);
  });
});
