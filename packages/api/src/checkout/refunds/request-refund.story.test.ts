import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import type { Fence } from "@stoa/jobs";
import { newId } from "@stoa/kit";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "../../platform/context.ts";
import { createCaller } from "../../root.ts";
import { addPerson, contextAs, guest, signedIn, type TestPerson } from "../../testing/people.ts";
import { type PaidOrder, payForCourses } from "../testing/paid-order.ts";
import { testShop } from "../testing/shop.ts";
import { eur } from "../testing/told.ts";
import type { RefundWish } from "./choose-refund.ts";
import { pursueRefund } from "./pursue-refund.ts";
import { sweepRefunds } from "./sweep-refunds.ts";
import { REFUND_TRIALS } from "./testing/env.ts";

/** Orders that are refunded side by side; more would only wait for the same connections. */
const AT_ONCE = 5;

const database = testDatabase();
const shop = testShop(database);
let ada: TestPerson;

beforeAll(async () => {
  ada = await addPerson(shop.services, "ada");
});

afterEach(async () => {
  await shop.sandbox.control("DELETE", "faults");
  expect(await shop.breaches()).toEqual([]);
});

const admin = async (key: string | null = null) =>
  createCaller(await signedIn(shop.services, ada, { idempotencyKey: key }));
const ask = async (orderId: string, wish: RefundWish, key: string | null = null) =>
  (await admin(key)).checkout.refunds.request({ orderId, wish, note: "asked by mail" });
const paid = (...prices: number[]) => payForCourses(shop, database, prices);
const paidWithoutLms = (...prices: number[]) => payForCourses(shop, database, prices, { lmsCourse: null });
const fault = (kind: string) => shop.sandbox.control("POST", "faults", { target: "stripe", kind, rate: 1 });

async function standOf({ orderId }: Pick<PaidOrder, "orderId">) {
  const [order] = await database.sql`select status, refunded_minor::int as refunded from orders where id = ${orderId}`;
  const refunds = await database.sql`select status from refunds where order_id = ${orderId} order by created_at`;
  return { ...order, refunds: refunds.map((row) => row.status) };
}

/** What the gateway has given back of an order. */
async function refundedAtGateway({ orderId }: PaidOrder): Promise<number[]> {
  const [row] = await database.sql`select gateway_payment_id as id from payments where order_id = ${orderId}`;
  const refunds = await shop.sandbox.sql`
    select (body->>'amount')::int as minor from stripe.object where kind = 'refund' and body->>'payment_intent' = ${row?.id}`;
  return refunds.map((refund) => refund.minor).sort((a, b) => a - b);
}

describe("a refund that staff ask for", () => {
  test("of one line gives back that course, with its own tax, and leaves the other", async () => {
    const order = await paid(4_900, 2_900);
    const { refundId, status } = await ask(order.orderId, { kind: "lines", lineIds: order.lineIds.slice(1) });
    expect(status).toBe("requested");
    expect(await standOf(order)).toMatchObject({ status: "paid", refunded: 0, refunds: ["requested"] });
    await shop.drain();
    expect(await standOf(order)).toEqual({ status: "partially_refunded", refunded: 2_900, refunds: ["succeeded"] });
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ rights: 1, enrolments: 1 });
    const [undone] = await database.sql`
      select line_id, net_minor::int as net, tax_minor::int as tax from refund_lines where refund_id = ${refundId}`;
    expect(undone).toEqual({ line_id: order.lineIds[1], net: 2_437, tax: 463 });
    const { lms } = (await shop.sandbox.control("GET", "state")) as {
      lms: { enrolments: { member: string; course: string }[] };
    };
    const places = lms.enrolments.filter((one) => one.member === order.email).map((one) => one.course);
    expect(places).toEqual(order.courses.slice(0, 1).map((course) => course.slug));
  });

  test("T72 of everything ends all of it, and what was given back can be bought again", async () => {
    const order = await paid(4_900, 2_900);
    await ask(order.orderId, { kind: "full" });
    await shop.drain();
    expect(await standOf(order)).toEqual({ status: "refunded", refunded: 7_800, refunds: ["succeeded"] });
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ rights: 0, enrolments: 0 });
    const [course = await shop.addCourse()] = order.courses;
    const again = await shop.start({ course, email: order.email, country: "DE" });
    expect(again.total).toEqual(eur(4_900));
  });

  test("two of parts undo exactly what one of the whole does, in every account", async () => {
    const [whole, parts] = [await paid(4_900, 3_333), await paid(4_900, 3_333)];
    await ask(whole.orderId, { kind: "full" });
    await ask(parts.orderId, { kind: "amount", amount: eur(1_001) });
    await shop.drain();
    await ask(parts.orderId, { kind: "full" });
    await shop.drain();
    expect(await undoneBy(parts)).toEqual(await undoneBy(whole));
    expect(await standOf(parts)).toMatchObject({ status: "refunded", refunded: 8_233 });
  });

  test("is refused beyond what is left, and what is on its way counts as gone", async () => {
    const order = await paid(4_900, 2_900);
    const lines: RefundWish = { kind: "lines", lineIds: order.lineIds.slice(0, 1) };
    await ask(order.orderId, lines);
    await expect(ask(order.orderId, lines)).rejects.toThrow("cannot be given back any more");
    await expect(ask(order.orderId, { kind: "amount", amount: eur(2_901) })).rejects.toThrow("more than is left");
    await ask(order.orderId, { kind: "full" });
    await expect(ask(order.orderId, { kind: "full" })).rejects.toThrow("Nothing of this order can be refunded");
    await shop.drain();
    expect(await refundedAtGateway(order)).toEqual([2_900, 4_900]);
  });

  test("under one key is one refund, with one answer", async () => {
    const order = await paid(4_900);
    const key = newId("correlation");
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await ask(order.orderId, { kind: "amount", amount: eur(1_000) }, key));
    expect(new Set(answers.map((answer) => answer.refundId)).size).toBe(1);
    await shop.drain();
    expect(await refundedAtGateway(order)).toEqual([1_000]);
  });

  test("is not for those who may only look", async () => {
    const order = await paid(4_900);
    const omar = createCaller(await signedIn(shop.services, await addPerson(shop.services, "omar")));
    const wish = { kind: "full" } as const;
    await expect(omar.checkout.refunds.request({ orderId: order.orderId, wish, note: "x" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const visitor = createCaller(guest(shop.services, { orderToken: order.orderToken }));
    await expect(visitor.checkout.refunds.request({ orderId: order.orderId, wish, note: "x" })).rejects.toMatchObject({
      code: "UNAUTHORIZED",
    });
  });

  test("can be called off until it is sent, and not after", async () => {
    const order = await paid(4_900);
    const first = await ask(order.orderId, { kind: "full" });
    await (await admin()).checkout.refunds.cancel({ refundId: first.refundId });
    await shop.drain();
    expect(await standOf(order)).toMatchObject({ status: "paid", refunds: ["cancelled"] });
    const second = await ask(order.orderId, { kind: "full" });
    await shop.drain();
    await expect((await admin()).checkout.refunds.cancel({ refundId: second.refundId })).rejects.toThrow("on its way");
    expect(await refundedAtGateway(order)).toEqual([4_900]);
  });
});

describe("a refund between here and the gateway", () => {
  test("whose answer is lost is found by asking, and sent once", async () => {
    const order = await paid(4_900);
    const { refundId } = await ask(order.orderId, { kind: "full" });
    await fault("cut_after");
    await expect(pursueRefund(job(), refundId, fenceOf())).rejects.toThrow("did not answer in time");
    expect(await standOf(order)).toMatchObject({ status: "paid", refunds: ["requested"] });
    await expect((await admin()).checkout.refunds.cancel({ refundId })).rejects.toThrow("on its way");
    await shop.sandbox.control("DELETE", "faults");
    await shop.drain();
    expect(await standOf(order)).toMatchObject({ status: "refunded", refunds: ["succeeded"] });
    expect(await refundedAtGateway(order)).toEqual([4_900]);
  });

  test("that never reached the gateway is sent by the next run, under the same key", async () => {
    const order = await paid(4_900);
    const { refundId } = await ask(order.orderId, { kind: "full" });
    await fault("cut_before");
    await expect(pursueRefund(job(), refundId, fenceOf())).rejects.toThrow();
    await shop.sandbox.control("DELETE", "faults");
    await shop.drain();
    expect(await refundedAtGateway(order)).toEqual([4_900]);
  });

  test("survives a process that dies between the gateway's answer and the commit", async () => {
    const order = await paid(4_900);
    const { refundId } = await ask(order.orderId, { kind: "full" });
    const dying = { ...fenceOf(), complete: () => Promise.reject(new Error("the process is gone")) };
    await expect(pursueRefund(job(), refundId, dying)).rejects.toThrow("the process is gone");
    await shop.drain();
    await shop.drain();
    expect(await standOf(order)).toMatchObject({ status: "refunded", refunds: ["succeeded"] });
    expect(await refundedAtGateway(order)).toEqual([4_900]);
  });

  test("whose webhook comes before the answer is booked once", async () => {
    const order = await paid(4_900, 2_900);
    const { refundId } = await ask(order.orderId, { kind: "lines", lineIds: order.lineIds.slice(0, 1) });
    const dying = { ...fenceOf(), complete: () => Promise.reject(new Error("the process is gone")) };
    await expect(pursueRefund(job(), refundId, dying)).rejects.toThrow();
    for (const webhook of await shop.webhooksOf(order.orderId, "refund.created")) await shop.deliver(webhook);
    await shop.drain();
    await shop.drain();
    expect(await standOf(order)).toEqual({ status: "partially_refunded", refunded: 4_900, refunds: ["succeeded"] });
    const [call] = await database.sql`select status, outcome from gateway_calls where subject_id = ${refundId}`;
    expect(call).toEqual({ status: "succeeded", outcome: { refundId: expect.stringMatching(/^re_/) } });
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ rights: 1 });
  });

  test("that the gateway refuses leaves all as it was, and staff are told", async () => {
    const order = await paid(4_900);
    await ask(order.orderId, { kind: "full" });
    await shop.sandbox.control("POST", "refund", { reference: order.orderId });
    await shop.drain();
    expect(await standOf(order)).toMatchObject({ refunds: ["failed"] });
    const [audit] = await database.sql`
      select after->>'reason' as reason from audit_entries where action = 'checkout.refund_refused' and subject_id = ${order.orderId}`;
    expect(audit?.reason).toBe("charge_already_refunded");
    for (const webhook of await shop.webhooksOf(order.orderId, "refund.created")) await shop.deliver(webhook);
    await shop.drain();
    expect(await standOf(order)).toEqual({ status: "refunded", refunded: 4_900, refunds: ["failed", "succeeded"] });
  });

  test("whose job is gone is found by the sweep", async () => {
    const order = await paid(4_900);
    const { refundId } = await ask(order.orderId, { kind: "full" });
    await database.sql`update outbox set dead_at = now() where job = 'checkout.pursue_refund' and payload->>'refundId' = ${refundId}`;
    await database.sql`update refunds set updated_at = now() - interval '6 minutes' where id = ${refundId}`;
    await withTransaction(job(), sweepRefunds);
    await shop.drain();
    expect(await standOf(order)).toMatchObject({ status: "refunded" });
  });

  test(
    "T70 of many asked for at one instant no more goes back than was paid",
    async () => {
      for (let done = 0; done < REFUND_TRIALS.REFUND_ORDERS; done += AT_ONCE) {
        const count = Math.min(AT_ONCE, REFUND_TRIALS.REFUND_ORDERS - done);
        const orders: PaidOrder[] = [];
        while (orders.length < count) orders.push(await paidWithoutLms(4_900));
        const caller = await admin();
        const tries = orders.flatMap(({ orderId }) =>
          Array.from(
            { length: 10 },
            (_, i): RefundWish => (i % 2 === 0 ? { kind: "full" } : { kind: "amount", amount: eur(1_500) }),
          ).map((wish) => caller.checkout.refunds.request({ orderId, wish, note: "pressed ten times" })),
        );
        await Promise.allSettled(tries);
        await shop.drain();
        for (const order of orders) {
          const sent = await refundedAtGateway(order);
          expect(sent.reduce((sum, minor) => sum + minor, 0)).toBe(4_900);
          expect(await standOf(order)).toMatchObject({ status: "refunded", refunded: 4_900 });
        }
      }
    },
    60_000 + 5_000 * REFUND_TRIALS.REFUND_ORDERS,
  );
});

const job = () => contextAs(shop.services, { kind: "job", id: "test" });

/** A run of a job that nobody else has. */
function fenceOf(): Fence<Context> {
  return {
    key: "test",
    attempt: 1,
    signal: AbortSignal.timeout(60_000),
    complete: async (write) => {
      await withTransaction(job(), write);
      return true;
    },
  };
}

/** What refunds took back of an order, by account and currency. */
async function undoneBy({ orderId }: PaidOrder) {
  return database.sql`
    select t.debit_address, t.credit_address, t.currency, sum(t.amount_minor)::int as minor
    from ledger_transfers t join ledger_entries e on e.id = t.entry_id join refunds r on r.id = e.subject
    where r.order_id = ${orderId} group by 1, 2, 3 order by 1, 2, 3`;
}
