import { testDatabase } from "@stoa/db/testing/database";
import { MINUTE_MS } from "@stoa/kit";
import { afterEach, describe, expect, test } from "vitest";
import { type CourseOnSale, testShop } from "../checkout/testing/shop.ts";
import { createCaller } from "../root.ts";
import { contextAs, guest } from "../testing/people.ts";
import { movePlaces } from "./move-places.ts";

const database = testDatabase();
const shop = testShop(database);

afterEach(async () => {
  await lmsIsBack();
  shop.clock.reset();
  expect(await shop.breaches()).toEqual([]);
});

const staff = () => contextAs(shop.services, { kind: "system", id: "staff" });
const lmsIsDown = () => shop.sandbox.control("POST", "faults", { target: "frappe", kind: "error", rate: 1 });
const lmsIsBack = () => shop.sandbox.control("DELETE", "faults");

async function buy(course: CourseOnSale, email: string): Promise<{ orderId: string; orderToken: string }> {
  const { orderId, orderToken } = await shop.start({ course, email });
  await shop.pay(orderId);
  for (const webhook of await shop.webhooksOf(orderId, "checkout.session.completed")) await shop.deliver(webhook);
  await shop.drain();
  return { orderId, orderToken };
}

let buyers = 0;
/** Somebody who has bought a course. */
async function learnerOf(course: CourseOnSale): Promise<{ email: string; orderId: string; orderToken: string }> {
  buyers += 1;
  const email = `learner${buyers}@example.com`;
  return { email, ...(await buy(course, email)) };
}

async function refund(orderId: string): Promise<void> {
  await shop.sandbox.control("POST", "refund", { reference: orderId });
  for (const webhook of await shop.webhooksOf(orderId, "refund.created")) await shop.deliver(webhook);
}

/** Staff change the LMS name of a course; nothing that follows has happened yet. */
async function point({ id }: CourseOnSale, lmsCourse: string | null): Promise<void> {
  const [row] = await database.sql<{ version: number }[]>`select version from courses where id = ${id}`;
  await createCaller(staff()).courses.manage.update({ id, version: row?.version ?? 1, data: { lmsCourse } });
}

/** What follows, tries that failed before included. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await shop.drain();
    shop.clock.advance(15 * MINUTE_MS);
  }
  shop.clock.reset();
}

async function membersOf(course: CourseOnSale): Promise<string[]> {
  const state = (await shop.sandbox.control("GET", "state")) as {
    lms: { enrolments: { member: string; course: string }[] };
  };
  return state.lms.enrolments.filter((one) => one.course === course.slug).map((one) => one.member);
}

async function syncOf(orderId: string) {
  const [row] = await database.sql`
    select status, lms_course, former_course, lms_progress from lms_syncs where order_id = ${orderId}`;
  return row;
}

describe("a course that is pointed at another LMS course", () => {
  test("takes its learners along: they have the new place, and the old one no more", async () => {
    const [course, next] = [await shop.addCourse(), await shop.addCourse()];
    const [ana, bea] = [await learnerOf(course), await learnerOf(course)];
    await database.sql`update lms_syncs set lms_progress = 40`;
    await point(course, next.slug);
    await settle();
    expect((await membersOf(next)).sort()).toEqual([ana.email, bea.email]);
    expect(await membersOf(course)).toEqual([]);
    const moved = { status: "synced", lms_course: next.slug, former_course: null, lms_progress: null };
    expect(await syncOf(ana.orderId)).toEqual(moved);
    await movePlaces(staff(), course.id);
    await settle();
    expect((await membersOf(next)).sort()).toEqual([ana.email, bea.email]);
    await refund(ana.orderId);
    await settle();
    expect(await membersOf(next)).toEqual([bea.email]);
  });

  test("gives those the new place alone whom the LMS has not heard of yet", async () => {
    const [course, next] = [await shop.addCourse(), await shop.addCourse()];
    await lmsIsDown();
    const { email, orderId } = await learnerOf(course);
    expect(await syncOf(orderId)).toMatchObject({ status: "pending" });
    await point(course, next.slug);
    await lmsIsBack();
    await settle();
    expect(await membersOf(course)).toEqual([]);
    expect(await membersOf(next)).toEqual([email]);
  });

  test("which the LMS does not have, takes nothing away, until the name is put right", async () => {
    const [course, next] = [await shop.addCourse(), await shop.addCourse()];
    const { email, orderId } = await learnerOf(course);
    await point(course, "no-such-course");
    await settle();
    expect(await syncOf(orderId)).toMatchObject({ status: "failed", former_course: course.slug });
    expect(await membersOf(course)).toEqual([email]);
    await point(course, next.slug);
    await settle();
    expect(await syncOf(orderId)).toMatchObject({ status: "synced", lms_course: next.slug, former_course: null });
    expect([await membersOf(course), await membersOf(next)]).toEqual([[], [email]]);
  });

  test("and back before the LMS had the other, leaves everybody where they were", async () => {
    const course = await shop.addCourse();
    const { email, orderId } = await learnerOf(course);
    await point(course, "no-such-course");
    await settle();
    await point(course, course.slug);
    await settle();
    expect(await membersOf(course)).toEqual([email]);
    expect(await syncOf(orderId)).toMatchObject({ status: "synced", lms_course: course.slug, former_course: null });
  });

  test("while a learner gives it back, leaves no place behind in either", async () => {
    const [course, next] = [await shop.addCourse(), await shop.addCourse()];
    const [ana, bea] = [await learnerOf(course), await learnerOf(course)];
    await point(course, "no-such-course");
    await settle();
    await refund(ana.orderId);
    await point(course, next.slug);
    await refund(bea.orderId);
    await settle();
    expect([await membersOf(course), await membersOf(next)]).toEqual([[], []]);
  });

  test("does not take the place that another course gives in the same LMS course", async () => {
    const [course, other, next] = [await shop.addCourse(), await shop.addCourse(), await shop.addCourse()];
    await point(other, course.slug);
    const { email } = await learnerOf(course);
    await buy(other, email);
    await settle();
    await point(course, next.slug);
    await settle();
    expect([await membersOf(course), await membersOf(next)]).toEqual([[email], [email]]);
  });

  test("leaves no place for the sake of another course that never got there, and is pointed elsewhere as well", async () => {
    const [course, other, next] = [await shop.addCourse(), await shop.addCourse(), await shop.addCourse()];
    await point(other, course.slug);
    const { email } = await learnerOf(course);
    await lmsIsDown();
    await buy(other, email);
    await point(course, next.slug);
    await point(other, next.slug);
    await lmsIsBack();
    await settle();
    expect([await membersOf(course), await membersOf(next)]).toEqual([[], [email]]);
  });

  test("leaves no place for the sake of another course that has left the LMS", async () => {
    const [course, other] = [await shop.addCourse(), await shop.addCourse()];
    await point(other, course.slug);
    const { email } = await learnerOf(course);
    await buy(other, email);
    await point(other, null);
    await settle();
    expect(await membersOf(course)).toEqual([email]);
    await point(course, null);
    await settle();
    expect(await membersOf(course)).toEqual([]);
  });
});

describe("a course that leaves the LMS", () => {
  test("takes its places with it, and gives them again when it comes back", async () => {
    const course = await shop.addCourse();
    const { email, orderId, orderToken } = await learnerOf(course);
    const shown = async () => {
      const buyer = createCaller(guest(shop.services, { orderToken }));
      return (await buyer.orders.status({ id: orderId })).lines[0]?.lms ?? null;
    };
    expect(await shown()).toMatchObject({ status: "synced", url: expect.stringContaining(course.slug) });
    await point(course, null);
    await settle();
    expect(await membersOf(course)).toEqual([]);
    expect(await shown()).toBeNull();
    await point(course, course.slug);
    await settle();
    expect(await membersOf(course)).toEqual([email]);
  });

  test("leaves no place of somebody who gives it back at that moment", async () => {
    const course = await shop.addCourse();
    const { orderId } = await learnerOf(course);
    await point(course, null);
    await refund(orderId);
    await settle();
    expect(await membersOf(course)).toEqual([]);
  });
});

test("a course that comes to the LMS after it was sold gives a place to whoever has it, and to nobody else", async () => {
  const course = await shop.addCourse({ lmsCourse: null });
  const [ana, bea] = [await learnerOf(course), await learnerOf(course)];
  await refund(bea.orderId);
  await settle();
  expect(await syncOf(ana.orderId)).toBeUndefined();
  await point(course, course.slug);
  expect(await shop.breaches()).toEqual([]);
  await settle();
  expect(await membersOf(course)).toEqual([ana.email]);
  expect(await syncOf(ana.orderId)).toMatchObject({ status: "synced", lms_course: course.slug });
});
