import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, expect, test } from "vitest";
import type { NotificationKind } from "../platform/notify.ts";
import { createCaller } from "../root.ts";
import { queuedMails } from "../testing/mails.ts";
import { addPerson, contextAs, signedIn } from "../testing/people.ts";
import { closeLapsedOrder } from "./close-checkout.ts";
import { settlePayment } from "./settle-payment.ts";
import { startCheckout } from "./start-checkout.ts";
import { freshAddress, testShop } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

afterEach(async () => {
  shop.clock.reset();
  expect(await shop.breaches()).toEqual([]);
});

const job = () => contextAs(shop.services, { kind: "job", id: "test" });

async function deliverAll(orderId: string, type: string): Promise<void> {
  for (const webhook of await shop.webhooksOf(orderId, type)) await shop.deliver(webhook);
  await shop.drain();
}

/** A member with an account, and an order of theirs that waits for its money. */
async function orderOf(email: string, unwanted: readonly NotificationKind[] = []) {
  const person = await addPerson(shop.services, "asha", { email });
  const ctx = await signedIn(shop.services, person, { ip: freshAddress() });
  const me = createCaller(ctx);
  for (const kind of unwanted) await me.notifications.setPreference({ kind, email: false, inApp: false });
  const course = await shop.addCourse();
  const { orderId } = await startCheckout(ctx, { lines: [{ kind: "course", id: course.slug, quantity: 1 }] });
  const bell = async () => (await me.notifications.list({})).items.map((item) => [item.kind, item.href]);
  const mails = async () =>
    (await database.sql<{ template: string }[]>`select template from mails where recipient = ${email}`).map(
      (row) => row.template,
    );
  return { orderId, course, bell, mails };
}

test("a member is told under the bell of what becomes of an order, once each", async () => {
  const { orderId, course, bell, mails } = await orderOf("told@example.com");
  await shop.pay(orderId);
  await deliverAll(orderId, "checkout.session.completed");
  await shop.sandbox.control("POST", "refund", { reference: orderId, amount: 900 });
  await deliverAll(orderId, "refund.created");
  await shop.sandbox.control("POST", "dispute", { reference: orderId, outcome: "opened" });
  await deliverAll(orderId, "charge.dispute.created");
  await shop.sandbox.control("POST", "dispute", { reference: orderId, outcome: "won" });
  await deliverAll(orderId, "charge.dispute.closed");
  const page = `/orders/${orderId}`;
  expect((await bell()).sort()).toEqual([
    ["order_paid", page],
    ["payment_disputed", page],
    ["purchase_ready", `/courses/${course.slug}`],
    ["purchase_refunded", page],
  ]);
  const told = await mails();
  expect(told).toEqual(expect.arrayContaining(["order-receipt", "enrolment-ready", "refund-issued"]));
  expect(told.filter((template) => template === "payment-disputed")).toHaveLength(2);
});

test("a guest, too, is written to of a dispute: while it is open, and when it is lost", async () => {
  const course = await shop.addCourse();
  const { orderId } = await shop.start({ course, email: "disputes@example.com" });
  await shop.pay(orderId);
  await deliverAll(orderId, "checkout.session.completed");
  for (const [outcome, event] of [
    ["opened", "created"],
    ["lost", "closed"],
  ] as const) {
    await shop.sandbox.control("POST", "dispute", { reference: orderId, outcome });
    await deliverAll(orderId, `charge.dispute.${event}`);
    await deliverAll(orderId, `charge.dispute.${event}`);
  }
  const mails = await database.sql<{ about: string }[]>`
    select split_part(dedupe_key, ':', 2) as about from mails
    where recipient = 'disputes@example.com' and template = 'payment-disputed' order by created_at, id`;
  expect(mails.map((mail) => mail.about)).toEqual(["opened", "lost"]);
});

test("what a member does not want does not come; the receipt does", async () => {
  const { orderId, bell, mails } = await orderOf("quiet@example.com", [
    "order_paid",
    "purchase_ready",
    "payment_disputed",
  ]);
  await shop.pay(orderId);
  await deliverAll(orderId, "checkout.session.completed");
  expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "paid", syncs: 1 });
  expect(await bell()).toEqual([]);
  expect(await mails()).toEqual(["order-receipt"]);
  await shop.sandbox.control("POST", "dispute", { reference: orderId, outcome: "opened" });
  await deliverAll(orderId, "charge.dispute.created");
  expect(await mails()).toEqual(["order-receipt"]);
});

/** Money of another amount than was asked for. */
async function payTooLittle(orderId: string): Promise<void> {
  const amount = { amount: 4_500, currency: "EUR" as const };
  const payment = { paymentId: `pi_${orderId}`, orderId, amount, amountRefunded: 0, occurredAt: new Date(), fee: null };
  const told = { gateway: "stripe", checkoutId: null, whenUnknown: "hold" } as const;
  const { outcome } = await settlePayment(job(), { ...told, payment: { ...payment, status: "succeeded" } });
  expect(outcome).toBe("held");
}

test("a payment that is held is told to its member, unless they want none of it", async () => {
  const told = await orderOf("held@example.com");
  await payTooLittle(told.orderId);
  expect(await told.bell()).toEqual([["payment_held", `/orders/${told.orderId}`]]);
  expect(await told.mails()).toEqual(["payment-held-for-review"]);
  const untold = await orderOf("held.quietly@example.com", ["payment_held"]);
  await payTooLittle(untold.orderId);
  expect([await untold.bell(), await untold.mails()]).toEqual([[], []]);
});

test("the mail of a checkout that lapsed leads to the order, from which one starts again", async () => {
  const { orderId } = await orderOf("lapsed.member@example.com");
  await closeLapsedOrder(job(), orderId);
  const [mail] = (await queuedMails(shop.services)).filter((queued) => queued.to === "lapsed.member@example.com");
  expect(mail).toMatchObject({
    template: "checkout-expired",
    data: { checkoutUrl: `http://web.test/orders/${orderId}` },
  });
});
