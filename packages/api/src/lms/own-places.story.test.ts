import { testDatabase } from "@stoa/db/testing/database";
import { expect, test } from "vitest";
import { startCheckout } from "../checkout/start-checkout.ts";
import { addAffiliate } from "../checkout/testing/affiliate.ts";
import { freshAddress, testShop } from "../checkout/testing/shop.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, signedIn } from "../testing/people.ts";
import { readBack } from "./read-back.ts";

const database = testDatabase();
const shop = testShop(database);
const worker = () => contextAs(shop.services, { kind: "job", id: "test" });

async function buys(email: string, referral: string | null = null) {
  const course = await shop.addCourse();
  const ctx = await signedIn(shop.services, await addPerson(shop.services, "asha", { email }), {
    ip: freshAddress(),
    referral,
  });
  const { orderId } = await startCheckout(ctx, { lines: [{ kind: "course", id: course.slug, quantity: 1 }] });
  await shop.pay(orderId);
  for (const webhook of await shop.webhooksOf(orderId, "checkout.session.completed")) await shop.deliver(webhook);
  await shop.drain();
  return { course, orderId, me: createCaller(ctx) };
}

test("a learner sees how far they are in the LMS, and their certificate, once it was read back", async () => {
  const { course, me } = await buys("far@example.com");
  const place = { courseId: course.id, url: expect.stringContaining(`/courses/${course.slug}`) };
  expect(await me.lms.mine()).toEqual({ items: [{ ...place, progressPercent: null, certificateUrl: null }] });
  const learner = { course: course.slug, member: "far@example.com" };
  await shop.sandbox.control("POST", "lms/complete", learner);
  await readBack(worker());
  expect((await me.lms.mine()).items).toMatchObject([{ progressPercent: 100 }]);
  const asked = new URLSearchParams({ member: learner.member });
  await fetch(`${shop.sandbox.url}/frappe/courses/${course.slug}/certificate`, { method: "POST", body: asked });
  await readBack(worker());
  expect((await me.lms.mine()).items).toMatchObject([{ certificateUrl: expect.stringMatching(/^http/) }]);
});

test("a place that was lost with a refund, and anybody else's, is not shown", async () => {
  const { orderId, me } = await buys("lost@example.com");
  const { me: other } = await buys("other@example.com");
  expect((await me.lms.mine()).items).toHaveLength(1);
  await shop.sandbox.control("POST", "refund", { reference: orderId });
  for (const webhook of await shop.webhooksOf(orderId, "refund.created")) await shop.deliver(webhook);
  await shop.drain();
  expect((await me.lms.mine()).items).toEqual([]);
  expect((await other.lms.mine()).items).toHaveLength(1);
});

test("the LMS is told by whose link a purchase came, and of none that came by nobody's", async () => {
  const affiliate = await addAffiliate(shop);
  const [sent, direct] = [await buys("sent@example.com", await affiliate.visit()), await buys("direct@example.com")];
  const { lms } = (await shop.sandbox.control("GET", "state")) as {
    lms: { enrolments: { course: string; referralCode: string | null }[] };
  };
  const books = lms.enrolments;
  const codeOf = (course: { slug: string }) => books.find((one) => one.course === course.slug)?.referralCode;
  expect(codeOf(sent.course)).toBe(affiliate.code);
  expect(codeOf(direct.course)).toBe("");
});
