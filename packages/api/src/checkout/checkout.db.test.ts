import { testDatabase } from "@stoa/db/testing/database";
import postgres from "postgres";
import { afterEach, describe, expect, test } from "vitest";
import { TooManyRequests } from "../middleware/rate-limits.ts";
import { createCaller } from "../root.ts";
import { addPerson, contextAs, guest, signedIn } from "../testing/people.ts";
import { freshAddress, SECRETS, signed, testShop } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

const cart = (id: string, email: string) => ({ lines: [{ kind: "course" as const, id }], email });

describe("starting a checkout", () => {
  test("T98 under one Idempotency-Key gives parallel callers one order and the same bytes", async () => {
    const course = await shop.addCourse();
    const ip = freshAddress();
    const callers = Array.from({ length: 9 }, () =>
      createCaller(guest(shop.services, { ip, idempotencyKey: "one-key-for-all" })),
    );
    const answers = await Promise.all(
      callers.map((caller) => caller.checkout.start(cart(course.id, "key@example.com"))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const [row] = await database.sql`select count(*)::int as orders from orders where email = 'key@example.com'`;
    expect(row).toEqual({ orders: 1 });
    await expect(
      createCaller(guest(shop.services, { ip, idempotencyKey: "one-key-for-all" })).checkout.start(
        cart(course.id, "other@example.com"),
      ),
    ).rejects.toThrow("was used with another request");
  });

  test("goes on with the order of a guest's first try that died before it was answered", async () => {
    const course = await shop.addCourse();
    const free = await shop.addCourse({ priceMinor: 0 });
    const ip = freshAddress();
    for (const [{ id }, key] of [
      [course, "key-of-a-dead-try"],
      [free, "key-of-a-dead-free-try"],
    ] as const) {
      const start = () =>
        createCaller(guest(shop.services, { ip, idempotencyKey: key })).checkout.start(cart(id, "dead@example.com"));
      const first = await start();
      await database.sql`update idempotency_keys set answer = null, succeeded = null, locked_until = now() where key = ${key}`;
      expect(await start()).toEqual(first);
    }
    const [row] = await database.sql`select count(*)::int as orders from orders where email = 'dead@example.com'`;
    expect(row).toEqual({ orders: 2 });
  });

  test("T43 reaches the gateway at most ten times in ten minutes from one address", async () => {
    const course = await shop.addCourse();
    const ip = freshAddress();
    const tries = await Promise.allSettled(
      Array.from({ length: 14 }, (_, i) => shop.start({ course, email: `tester${i}@example.com` }, { ip })),
    );
    const refused = tries.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(4);
    for (const one of refused) expect(one.reason).toBeInstanceOf(TooManyRequests);
  });

  test("T20 T37 ignores prices that a caller sends", async () => {
    const course = await shop.addCourse();
    const caller = createCaller(guest(shop.services, { ip: freshAddress() }));
    const cheap = { ...cart(course.id, "cheap@example.com"), total: 1 };
    await expect(caller.checkout.start(cheap)).rejects.toThrow();
  });

  test("taxes by the buyer's country, in the price or on top of it", async () => {
    const course = await shop.addCourse({ priceMinor: 10_000, currency: "CAD" });
    const caller = createCaller(guest(shop.services));
    const quote = (country: string) => caller.checkout.quote({ lines: [{ kind: "course", id: course.id }], country });
    expect(await quote("FR")).toMatchObject({
      total: { amount: 10_000 },
      tax: { rateBps: 2_000, amount: { amount: 1_667 } },
    });
    expect(await quote("CA")).toMatchObject({
      total: { amount: 10_500 },
      tax: { rateBps: 500, amount: { amount: 500 } },
    });
  });

  test("prices several courses of one cart together, line by line", async () => {
    const courses = [await shop.addCourse({ priceMinor: 4_000 }), await shop.addCourse({ priceMinor: 2_500 })];
    const caller = createCaller(guest(shop.services));
    const lines = courses.map(({ id }) => ({ kind: "course" as const, id }));
    expect(await caller.checkout.quote({ lines, country: "FR" })).toMatchObject({
      total: { amount: 6_500 },
      lines: [{ total: { amount: 4_000 } }, { total: { amount: 2_500 } }],
    });
  });
});

describe("the queues of staff", () => {
  test("are closed to buyers and open to those who hold the permission", async () => {
    const asha = createCaller(await signedIn(shop.services, await addPerson(shop.services, "asha")));
    const ada = createCaller(await signedIn(shop.services, await addPerson(shop.services, "ada")));
    const anyone = createCaller(guest(shop.services));
    for (const caller of [asha, anyone]) {
      await expect(caller.orders.listAll({})).rejects.toThrow();
      await expect(caller.orders.reviews({})).rejects.toThrow();
      await expect(caller.payments.inbox({})).rejects.toThrow();
      await expect(caller.lms.syncs({})).rejects.toThrow();
      await expect(caller.checkout.acceptReview({ reviewId: "rev_absent" })).rejects.toThrow();
    }
    await expect(ada.checkout.acceptReview({ reviewId: "rev_absent" })).rejects.toThrow("no such review");
    expect((await ada.orders.listAll({})).items.length).toBeGreaterThan(0);
  });

  test("show an order's whole story, and replaying its events adds nothing to it", async () => {
    const olga = createCaller(await signedIn(shop.services, await addPerson(shop.services, "olga")));
    const order = await shop.start({ course: await shop.addCourse(), email: "story@example.com" });
    await shop.pay(order.orderId);
    for (const webhook of await shop.webhooksOf(order.orderId, "checkout.session.completed"))
      await shop.deliver(webhook);
    await shop.drain();
    const before = await shop.outcomeOf(order.orderId);
    const { items } = await olga.payments.inbox({ orderId: order.orderId });
    for (const { gateway, eventId } of items) await olga.payments.replay({ gateway, eventId });
    await shop.drain();
    expect(await shop.outcomeOf(order.orderId)).toEqual(before);
    const sources = new Set((await olga.orders.timeline({ id: order.orderId })).items.map((entry) => entry.source));
    expect(sources).toEqual(new Set(["audit", "webhook", "job", "mail", "gateway_call", "ledger"]));
    const sync = (await olga.lms.syncs({ orderId: order.orderId })).items[0];
    expect(sync?.status).toBe("synced");
    expect(await olga.lms.retry({ syncId: sync?.id ?? "" })).toEqual({ queued: true });
    await shop.drain();
    expect(await olga.lms.health({})).toMatchObject({ state: "up" });
  });
});

describe("an order's timeline", () => {
  test("holds what belongs to the order, though strangers send its correlation id", async () => {
    const olga = createCaller(
      await signedIn(shop.services, await addPerson(shop.services, "olga", { email: "olga.two@example.com" })),
    );
    const course = await shop.addCourse();
    const order = await shop.start({ course, email: "joined@example.com" });
    await shop.pay(order.orderId);
    for (const webhook of await shop.webhooksOf(order.orderId, "checkout.session.completed"))
      await shop.deliver(webhook);
    await shop.drain();
    const timeline = async () => (await olga.orders.timeline({ id: order.orderId })).items.map((entry) => entry.what);
    const before = await timeline();
    expect(before).toEqual(
      expect.arrayContaining([
        "orders.place",
        "entitlements.grant",
        "learning.enrol",
        "checkout.order_paid",
        "lms.sync_enrolment",
        "order-receipt",
        "enrolment-ready",
        "notifications.send_mail",
      ]),
    );
    const [{ correlation_id: correlationId = "" } = {}] = await database.sql<{ correlation_id: string }[]>`
      select correlation_id from orders where id = ${order.orderId}`;
    const stranger = { ...guest(shop.services, { ip: freshAddress() }), correlationId };
    await createCaller(stranger).checkout.start(cart(course.id, "stranger@example.com"));
    await createCaller(stranger).identity.signUp({
      name: "Mallory",
      email: "mallory@example.com",
      password: "a long and quiet pass phrase",
    });
    await shop.drain();
    expect(await timeline()).toEqual(before);
  });
});

describe("the inbox", () => {
  test("queues again what was stored and lost its job", async () => {
    const event = {
      id: "evt_orphan",
      object: "event",
      type: "customer.updated",
      created: 1,
      livemode: false,
      data: { object: {} },
    };
    expect(await shop.deliver(signed(event, SECRETS.now))).toBe(200);
    await database.sql`delete from outbox where payload->>'eventId' = 'evt_orphan'`;
    // When an event came is a record; only the owner of the table can pretend.
    const owner = postgres(database.url, { max: 1 });
    await owner`update inbox_events set received_at = now() - interval '10 minutes' where event_id = 'evt_orphan'`;
    await owner.end();
    const { sweepInbox } = await import("../payments/inbox.ts");
    const { withTransaction } = await import("@stoa/db");
    const job = contextAs(shop.services, { kind: "job", id: "test" });
    expect(await withTransaction(job, (tx) => sweepInbox(tx))).toBe(1);
    await shop.drain();
    const [row] =
      await database.sql`select handled_at is not null as handled from inbox_events where event_id = 'evt_orphan'`;
    expect(row).toEqual({ handled: true });
  });
});
