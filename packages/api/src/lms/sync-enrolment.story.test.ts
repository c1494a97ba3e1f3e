import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { type Fence, RetryLater } from "@stoa/jobs";
import { afterEach, describe, expect, test } from "vitest";
import { joinGuestPurchases } from "../checkout/join-purchases.ts";
import { startCheckout } from "../checkout/start-checkout.ts";
import { type CourseOnSale, freshAddress, testShop } from "../checkout/testing/shop.ts";
import type { Context } from "../platform/context.ts";
import { addPerson, contextAs, signedIn } from "../testing/people.ts";
import { requestLmsSyncs } from "./request-lms-sync.ts";
import { syncEnrolment } from "./sync-enrolment.ts";

const database = testDatabase();
const shop = testShop(database);

afterEach(async () => {
  await shop.sandbox.control("DELETE", "faults");
  shop.clock.reset();
  expect(await shop.breaches()).toEqual([]);
});

const worker = () => contextAs(shop.services, { kind: "job", id: "test" });

/** Pays an order and hands it over, without running what follows. */
async function settle(orderId: string): Promise<void> {
  await shop.pay(orderId);
  for (const webhook of await shop.webhooksOf(orderId, "checkout.session.completed"))
    expect(await shop.deliver(webhook)).toBe(200);
}

async function refund(orderId: string): Promise<void> {
  // A webhook is fresh by the clock of the wall.
  shop.clock.reset();
  await shop.sandbox.control("POST", "refund", { reference: orderId });
  for (const webhook of await shop.webhooksOf(orderId, "refund.created")) expect(await shop.deliver(webhook)).toBe(200);
  await shop.drain();
}

async function drainThrough(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    shop.clock.advance(15 * 60_000);
    await shop.drain();
  }
}

/** A run whose outcome is written in a way of the test's own. */
function fenceThat(complete: (write: Parameters<Fence<Context>["complete"]>[0]) => Promise<void>): Fence<Context> {
  return {
    key: "test",
    attempt: 1,
    signal: new AbortController().signal,
    complete: async (write) => {
      await complete(write);
      return true;
    },
  };
}

const lmsIsDown = () => shop.sandbox.control("POST", "faults", { target: "frappe", kind: "error", rate: 1 });
const lmsIsBack = () => shop.sandbox.control("DELETE", "faults");

/** Who has a place in a course of the LMS. */
async function membersOf(course: CourseOnSale): Promise<string[]> {
  const state = (await shop.sandbox.control("GET", "state")) as {
    lms: { enrolments: { member: string; course: string }[] };
  };
  return state.lms.enrolments.filter((one) => one.course === course.slug).map((one) => one.member);
}

async function syncOf(orderId: string) {
  const [row] = await database.sql<
    { id: string; enrolment_id: string; status: string; lms_user: string | null; lms_enrolment: string | null }[]
  >`select id, enrolment_id, status, lms_user, lms_enrolment from lms_syncs where order_id = ${orderId}`;
  if (!row) throw new Error(`no sync of ${orderId}`);
  return row;
}

describe("a run whose outcome comes late", () => {
  test("does not call a request that was made meanwhile failed", async () => {
    const course = await shop.addCourse({ lmsCourse: "no-such-course" });
    const email = "newer@example.com";
    const order = await shop.start({ course, email });
    await settle(order.orderId);
    await shop.drain();
    const sync = await syncOf(order.orderId);
    expect(sync.status).toBe("failed");
    const ask = () =>
      withTransaction(worker(), (tx) =>
        requestLmsSyncs(tx, [
          { enrolmentId: sync.enrolment_id, orderId: order.orderId, courseId: course.id, email, name: null },
        ]),
      );
    await ask();
    const late = fenceThat(async (write) => {
      await database.sql`update courses set lms_course = slug where id = ${course.id}`;
      await ask();
      await withTransaction(worker(), write);
    });
    await syncEnrolment(worker(), sync.id, late);
    expect((await syncOf(order.orderId)).status).toBe("pending");
    await drainThrough(2);
    expect((await syncOf(order.orderId)).status).toBe("synced");
    expect(await membersOf(course)).toEqual([email]);
  });
});

describe("a learner who is refunded", () => {
  test("loses the place that was made by a run which never came to tell of it", async () => {
    const course = await shop.addCourse();
    await lmsIsDown();
    const order = await shop.start({ course, email: "unheard@example.com" });
    await settle(order.orderId);
    await shop.drain();
    await lmsIsBack();
    shop.clock.advance(6 * 60_000);
    const dying = fenceThat(() => Promise.reject(new Error("the worker died")));
    const { id } = await syncOf(order.orderId);
    await expect(syncEnrolment(worker(), id, dying)).rejects.toThrow(RetryLater);
    expect(await membersOf(course)).toEqual(["unheard@example.com"]);
    await refund(order.orderId);
    await drainThrough(3);
    expect(await membersOf(course)).toEqual([]);
  });
});

describe("a learner whose address has changed", () => {
  async function boughtAndRefunded(before: string, after: string, down = false) {
    const course = await shop.addCourse();
    const person = await addPerson(shop.services, "asha", { email: before });
    const buyer = await signedIn(shop.services, person, { ip: freshAddress() });
    const buy = async () => {
      const { orderId } = await startCheckout(buyer, { lines: [{ kind: "course", id: course.id, quantity: 1 }] });
      await settle(orderId);
      await shop.drain();
      return orderId;
    };
    const first = await buy();
    expect(await membersOf(course)).toEqual([before]);
    if (down) await lmsIsDown();
    await refund(first);
    await database.sql`update users set email = ${after}, email_normalised = ${after} where id = ${person.id}`;
    return { course, person, buy };
  }

  test("T72 and who buys again has a place under the new one", async () => {
    const { course, buy } = await boughtAndRefunded("before@example.com", "after@example.com");
    expect(await membersOf(course)).toEqual([]);
    const again = await buy();
    expect(await membersOf(course)).toEqual(["after@example.com"]);
    expect(await syncOf(again)).toMatchObject({ status: "synced", lms_user: "after@example.com" });
  });

  test("T85 has one place, also when the LMS never heard of the refund in between", async () => {
    const { course, buy } = await boughtAndRefunded("was@example.com", "is@example.com", true);
    await buy();
    await lmsIsBack();
    await drainThrough(4);
    expect(await membersOf(course)).toEqual(["is@example.com"]);
  });

  test.each([["pending"], ["synced"]])(
    "keeps the place bought as a guest under the new one while its sync is %s, until it is refunded",
    async (status) => {
      const email = `guest-${status}@example.com`;
      const { course, person } = await boughtAndRefunded(`own-${status}@example.com`, `between-${status}@example.com`);
      if (status === "pending") await lmsIsDown();
      const order = await shop.start({ course, email });
      await settle(order.orderId);
      await shop.drain();
      const guests = await syncOf(order.orderId);
      expect(guests.status).toBe(status);
      await database.sql`update users set email = ${email}, email_normalised = ${email} where id = ${person.id}`;
      await joinGuestPurchases(worker(), person.id);
      await lmsIsBack();
      await drainThrough(4);
      expect(await membersOf(course)).toEqual([email]);
      const { enrolment_id, ...own } = await syncOf(order.orderId);
      expect(own).toMatchObject({ status: "synced", lms_user: email });
      expect(enrolment_id).not.toBe(guests.enrolment_id);
      await refund(order.orderId);
      await drainThrough(2);
      expect(await membersOf(course)).toEqual([]);
    },
  );
});
