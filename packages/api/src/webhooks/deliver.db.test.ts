import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { drainJobs, RetryLater } from "@stoa/jobs";
import { DAY_MS, HOUR_MS, MINUTE_MS, newId, SECOND_MS } from "@stoa/kit";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { jobs } from "../jobs.ts";
import type { UserActor } from "../platform/actor.ts";
import { announce } from "../platform/announce.ts";
import { type Context, contextFor } from "../platform/context.ts";
import type { EventData } from "../platform/events.ts";
import { createCaller } from "../root.ts";
import { addPerson, signedIn } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { claimDelivery } from "./claim-delivery.ts";
import { deliver } from "./deliver.ts";
import { fanOut } from "./fan-out.ts";
import { KEPT_DAYS, pruneMessages } from "./prune-messages.ts";
import { recoverBatch } from "./recover-deliveries.ts";
import { TRIES } from "./retry-schedule.ts";
import { testReceiver, verified } from "./testing/receiver.ts";

const database = testDatabase();
const services = testServices(database);
const receiver = testReceiver();

const PAID: EventData<"order.paid"> = {
  orderId: "ord_1",
  userId: null,
  total: { amount: 900, currency: "EUR" },
  lines: [],
};

let ada: Context & { actor: UserActor };
let endpoint: { id: string; secret: string };
const hooks = () => createCaller(ada).webhooks;
const worker = () => contextFor(services, { kind: "system", id: "test" }, newId("correlation"));
const drain = () => drainJobs(worker(), jobs);
const say = (data: Partial<typeof PAID> = {}) =>
  withTransaction(worker(), (tx) => announce(tx, "order.paid", { ...PAID, ...data }));
const deliveries = async () => (await hooks().deliveries({ endpointId: endpoint.id, limit: 100 })).items;
const only = async () => {
  const [one, ...rest] = await deliveries();
  expect(rest).toEqual([]);
  return one ?? expect.fail("there is no delivery");
};
/** What the next job that recovers is asked for, taken from its queue; null when there is none. */
const takeRecovery = async () => {
  const [job] = await database.sql`update outbox set done_at = now() where job = 'webhooks.recover' and done_at is null
    returning payload`;
  if (!job) return null;
  return z.object({ endpointId: z.string(), since: z.coerce.date() }).parse(job.payload);
};
/** Lets the time of the next try come, by the delivery's own word. */
const comeNextTry = async () => {
  const { nextAttemptAt } = await only();
  services.clock.advance((nextAttemptAt ?? expect.fail("no try is left")).getTime() - services.clock.now().getTime());
};

beforeAll(async () => {
  ada = await signedIn(services, await addPerson(services, "ada"));
});

beforeEach(async () => {
  // Receivers compare the time of a message with their own.
  services.clock.advance(Date.now() - services.clock.now().getTime());
  receiver.reset();
  endpoint = await hooks().create({ url: receiver.url, description: "CRM", eventTypes: ["order.paid"] });
});

afterEach(async () => {
  await database.sql`delete from outbox`;
  await hooks().delete({ id: endpoint.id });
});

describe("an event", () => {
  test("is posted to who asked for it, signed, under an id of its own", async () => {
    await say();
    await drain();
    expect(receiver.received).toHaveLength(1);
    const [one] = receiver.received;
    if (!one) return;
    expect(verified(endpoint.secret, one)).toEqual({
      type: "order.paid",
      version: 1,
      timestamp: services.clock.now().toISOString(),
      data: PAID,
    });
    const delivery = await only();
    expect(delivery).toMatchObject({ type: "order.paid", status: "delivered", attempts: 1, lastStatus: 204 });
    expect(one.headers).toMatchObject({
      "webhook-id": delivery.messageId,
      "content-type": "application/json",
      "user-agent": "Stoa-Webhooks/1",
    });
    expect(one.headers["x-correlation-id"]).toMatch(/^cor_/);
    expect(await hooks().endpoint({ id: endpoint.id })).toMatchObject({ counts: { delivered: 1 } });
  });

  test("that nobody asked for leaves no trace, and one that is taken back with its cause neither", async () => {
    const other: EventData<"payout.paid"> = { payoutId: "pyt_1", payeeId: "pye_1", amount: PAID.total };
    await withTransaction(worker(), (tx) => announce(tx, "payout.paid", other));
    await withTransaction(worker(), async (tx) => {
      await announce(tx, "order.paid", PAID);
      throw new Error("the sale fails");
    }).catch(() => {});
    const [row] = await database.sql`select (select count(*)::int from webhook_messages) as messages,
      (select count(*)::int from outbox where job like 'webhooks.%') as jobs`;
    expect(row).toEqual({ messages: 1, jobs: 0 });
  });

  test("is handed to each endpoint once, however often it is handed out", async () => {
    await say();
    const [message] = await database.sql`select id from webhook_messages order by created_at desc, id desc limit 1`;
    const fanAll = () => withTransaction(worker(), (tx) => fanOut(tx, [message?.id]));
    await Promise.all([fanAll(), fanAll(), fanAll()]);
    await drain();
    expect(receiver.received).toHaveLength(1);
  });

  test("said in one transaction with others goes out by one job", async () => {
    await withTransaction(worker(), async (tx) => {
      for (const orderId of ["ord_1", "ord_2", "ord_3"]) await announce(tx, "order.paid", { ...PAID, orderId });
    });
    const runs = await drain();
    expect(runs.filter(({ job }) => job === "webhooks.fan_out")).toHaveLength(1);
    expect(receiver.received).toHaveLength(3);
  });

  test("is not lost, and loses nothing, among hundreds that one transaction says", async () => {
    await hooks().pause({ id: endpoint.id });
    await withTransaction(worker(), async (tx) => {
      for (let n = 0; n < 700; n++) await announce(tx, "order.paid", PAID);
    });
    await drain();
    expect(await hooks().endpoint({ id: endpoint.id })).toMatchObject({ counts: { held: 700 } });
  });
});

describe("a delivery", () => {
  test("that is refused is tried again later, under the same id and with a new time", async () => {
    receiver.answer(500);
    await say();
    await drain();
    const { status, nextAttemptAt, lastStatus } = await only();
    expect({ status, lastStatus }).toEqual({ status: "pending", lastStatus: 500 });
    const wait = (nextAttemptAt?.getTime() ?? 0) - services.clock.now().getTime();
    expect(wait).toBeGreaterThanOrEqual(5 * SECOND_MS);
    expect(wait).toBeLessThanOrEqual(6 * SECOND_MS);
    await drain();
    expect(receiver.received).toHaveLength(1);
    receiver.answer(200);
    await comeNextTry();
    await drain();
    expect(await only()).toMatchObject({ status: "delivered", attempts: 2 });
    const [first, second] = receiver.received;
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.headers["webhook-timestamp"]).not.toBe(first?.headers["webhook-timestamp"]);
    const { tries } = await hooks().delivery({ id: (await only()).id });
    expect(tries.map((one) => one.status)).toEqual([200, 500]);
  });

  test("waits as long as a busy receiver asks", async () => {
    receiver.answer((response) => response.writeHead(429, { "retry-after": "600" }).end());
    await say();
    await drain();
    const wait = ((await only()).nextAttemptAt?.getTime() ?? 0) - services.clock.now().getTime();
    expect(wait).toBe(10 * MINUTE_MS);
  });

  test("is given up after its last try, three days later, and can be sent once more", async () => {
    receiver.answer(503);
    await say();
    await drain();
    const begun = services.clock.now().getTime();
    for (let attempt = 2; attempt <= TRIES; attempt++) {
      await comeNextTry();
      await drain();
    }
    expect(services.clock.now().getTime() - begun).toBeGreaterThan(3 * DAY_MS);
    expect(await only()).toMatchObject({ status: "failed", attempts: TRIES, nextAttemptAt: null });
    services.clock.advance(30 * DAY_MS);
    expect(await drain()).toEqual([]);
    expect(receiver.received).toHaveLength(TRIES);
    receiver.answer(200);
    await hooks().replay({ id: (await only()).id });
    await drain();
    expect(await only()).toMatchObject({ status: "delivered", attempts: 1 });
    expect(receiver.received).toHaveLength(TRIES + 1);
  });

  test("is made again when the worker dies between the answer and its record", async () => {
    await say();
    await withTransaction(worker(), async (tx) => {
      const [message] = await database.sql`select id from webhook_messages order by created_at desc, id desc limit 1`;
      await fanOut(tx, [message?.id]);
    });
    const delivery = { deliveryId: (await only()).id, round: 1 };
    // What a worker does before it is killed: it takes the delivery in hand and posts.
    const claim = await claimDelivery(worker(), delivery);
    expect(claim).toMatchObject({ attempt: 1 });
    await fetch(receiver.url, { method: "POST", body: "posted" });
    await drain();
    expect(receiver.received).toHaveLength(1);
    services.clock.advance(MINUTE_MS + SECOND_MS);
    await drain();
    expect(receiver.received).toHaveLength(2);
    expect(await only()).toMatchObject({ status: "delivered", attempts: 2 });
  });

  test("that killed its worker at every try is given up as well", async () => {
    receiver.answer(500);
    await say();
    await drain();
    await database.sql`update webhook_deliveries set attempts = ${TRIES} where endpoint_id = ${endpoint.id}`;
    await comeNextTry();
    await drain();
    expect(await only()).toMatchObject({ status: "failed" });
    expect(receiver.received).toHaveLength(1);
  });

  test("is made by one run at a time, however many begin at once", async () => {
    receiver.answer(500);
    await say();
    await drain();
    receiver.reset();
    let answer = () => {};
    receiver.answer((response) => {
      answer = () => response.writeHead(204).end();
    });
    await comeNextTry();
    const delivery = { deliveryId: (await only()).id, round: 1 };
    let putOff = 0;
    const run = () =>
      deliver(worker(), delivery, new AbortController().signal).catch((error: unknown) => {
        expect(error).toBeInstanceOf(RetryLater);
        putOff += 1;
      });
    const runs = Array.from({ length: 8 }, run);
    await expect.poll(() => [putOff, receiver.received.length]).toEqual([7, 1]);
    answer();
    await Promise.all(runs);
    expect(await only()).toMatchObject({ status: "delivered", attempts: 2 });
  });

  test("waits while its endpoint has four under way, and no other endpoint waits for it", async () => {
    for (const orderId of ["ord_1", "ord_2", "ord_3", "ord_4", "ord_5"]) await say({ orderId });
    const ids = z.array(z.object({ id: z.string() }));
    const messages = ids.parse(
      await database.sql`select id from webhook_messages order by created_at desc, id desc limit 5`,
    );
    await withTransaction(worker(), (tx) =>
      fanOut(
        tx,
        messages.map(({ id }) => id),
      ),
    );
    const claims: unknown[] = [];
    for (const { id } of await deliveries()) claims.push(await claimDelivery(worker(), { deliveryId: id, round: 1 }));
    expect(claims.filter((claim) => claim instanceof Date)).toHaveLength(1);
    const other = await hooks().create({ url: `${receiver.url}/2`, description: "Other", eventTypes: ["payout.paid"] });
    await hooks().sendTest({ id: other.id });
    await drain();
    expect(receiver.received.map(({ path }) => path)).toEqual(["/hooks/2"]);
    services.clock.advance(2 * MINUTE_MS);
    await drain();
    expect((await deliveries()).map(({ status }) => status)).toEqual(Array(5).fill("delivered"));
    await hooks().delete({ id: other.id });
  });

  test("asks for its turn the more seldom the more wait for one, so that a slow endpoint costs others little", async () => {
    await withTransaction(worker(), async (tx) => {
      for (let n = 0; n < 600; n++) await announce(tx, "order.paid", PAID);
    });
    const said = await database.sql`select id from webhook_messages order by created_at desc, id desc limit 600`;
    await withTransaction(worker(), (tx) =>
      fanOut(
        tx,
        said.map(({ id }) => id),
      ),
    );
    const waiting =
      await database.sql`select id from webhook_deliveries where endpoint_id = ${endpoint.id} order by id`;
    const now = services.clock.now().getTime();
    const claims: unknown[] = [];
    for (const { id } of waiting.slice(0, 8)) claims.push(await claimDelivery(worker(), { deliveryId: id, round: 1 }));
    const turns = claims.flatMap((claim) => (claim instanceof Date ? claim.getTime() - now : []));
    expect(turns).toHaveLength(4);
    for (const turn of turns) expect(turn).toBeGreaterThanOrEqual(MINUTE_MS);
  });

  test("of production goes nowhere inside, whatever was registered before", async () => {
    await say();
    const abroad = { ...services, env: { ...services.env, STOA_ENV: "production" as const } };
    await drainJobs(contextFor(abroad, { kind: "system", id: "test" }, newId("correlation")), jobs);
    expect(receiver.received).toEqual([]);
    const { tries } = await hooks().delivery({ id: (await only()).id });
    expect(tries).toMatchObject([{ status: null, error: expect.stringContaining("only https is allowed") }]);
  });
});

describe("an endpoint", () => {
  test("that answers 410 is paused at once, and who made it is told", async () => {
    receiver.answer(410);
    await say();
    await say();
    await drain();
    expect(receiver.received).toHaveLength(1);
    expect(await hooks().endpoint({ id: endpoint.id })).toMatchObject({ status: "paused", pause: "gone" });
    expect((await deliveries()).map(({ status }) => status).sort()).toEqual(["failed", "held"]);
    const told = services.sentMails.filter(({ to }) => to === "ada@example.com");
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain("410 Gone");
  });

  test("that takes nothing for five days is paused, and one that takes something between is not", async () => {
    const failFor = async (days: number) => {
      receiver.answer(500);
      await say();
      await drain();
      services.clock.advance(days * DAY_MS);
      await say();
      await drain();
    };
    await failFor(4);
    expect((await hooks().endpoint({ id: endpoint.id })).failingSince).not.toBeNull();
    receiver.answer(204);
    await say();
    await drain();
    expect(await hooks().endpoint({ id: endpoint.id })).toMatchObject({ status: "active", failingSince: null });
    await failFor(4.9);
    expect(await hooks().endpoint({ id: endpoint.id })).toMatchObject({ status: "active" });
    await failFor(0.2);
    expect(await hooks().endpoint({ id: endpoint.id })).toMatchObject({ status: "paused", pause: "failing" });
  });

  test("that is paused is sent nothing, and what it missed comes once it is recovered", async () => {
    const since = services.clock.now();
    await say({ orderId: "ord_0" });
    await drain();
    receiver.answer(500);
    await say({ orderId: "ord_1" });
    await drain();
    await hooks().pause({ id: endpoint.id });
    await say({ orderId: "ord_2" });
    services.clock.advance(HOUR_MS);
    await drain();
    expect(receiver.received).toHaveLength(2);
    const refusal = { cause: { code: "webhook_endpoint_paused" } };
    const { id } = (await deliveries())[0] ?? expect.fail("no delivery");
    await expect(hooks().replay({ id })).rejects.toMatchObject(refusal);
    await expect(hooks().sendTest({ id: endpoint.id })).rejects.toMatchObject(refusal);
    await expect(hooks().recover({ endpointId: endpoint.id, since })).rejects.toMatchObject(refusal);

    await database.sql`update webhook_deliveries d set status = 'failed' from webhook_messages m
      where m.id = d.message_id and d.status = 'held' and m.body like '%ord_1%'`;
    receiver.reset();
    await hooks().resume({ id: endpoint.id });
    await drain();
    expect(receiver.received).toEqual([]);
    expect(await hooks().recover({ endpointId: endpoint.id, since })).toEqual({ deliveries: 2 });
    await drain();
    expect(
      receiver.received.map(
        ({ body }) =>
          z.looseObject({ data: z.looseObject({ orderId: z.string() }) }).parse(JSON.parse(body)).data.orderId,
      ),
    ).toEqual(["ord_1", "ord_2"]);
    expect(await hooks().recover({ endpointId: endpoint.id, since })).toEqual({ deliveries: 0 });
  });

  test("gets back more than one batch, each once", async () => {
    await hooks().pause({ id: endpoint.id });
    await withTransaction(worker(), async (tx) => {
      for (let n = 0; n < 250; n++) await announce(tx, "order.paid", { ...PAID, orderId: `ord_${n}` });
    });
    await drain();
    await hooks().resume({ id: endpoint.id });
    const since = new Date(services.clock.now().getTime() - 365 * DAY_MS);
    expect(await hooks().recover({ endpointId: endpoint.id, since })).toEqual({ deliveries: 250 });
    let batches = 0;
    for (let asked = await takeRecovery(); asked; asked = await takeRecovery()) {
      const input = asked;
      await withTransaction(worker(), (tx) => recoverBatch(tx, input));
      batches += 1;
    }
    const [made] =
      await database.sql`select count(*)::int as jobs, count(distinct payload ->> 'deliveryId')::int as deliveries
      from outbox where job = 'webhooks.deliver'`;
    expect({ batches, ...made }).toEqual({ batches: 2, jobs: 250, deliveries: 250 });
    expect(await hooks().endpoint({ id: endpoint.id })).toMatchObject({ counts: { pending: 250, held: 0 } });
  });

  test("that was deleted while something was under way hears nothing more", async () => {
    receiver.answer(500);
    await say();
    await drain();
    const { id } = await only();
    await hooks().delete({ id: endpoint.id });
    services.clock.advance(HOUR_MS);
    await drain();
    expect(receiver.received).toHaveLength(1);
    expect(await hooks().delivery({ id })).toMatchObject({ status: "held" });
    await expect(hooks().replay({ id })).rejects.toMatchObject({ cause: { code: "webhook_endpoint_not_found" } });
    endpoint = await hooks().create({ url: receiver.url, description: "CRM", eventTypes: ["order.paid"] });
  });

  test("that answers 410 to what was under way when it was deleted is no reason to write to anybody", async () => {
    const told = services.sentMails.length;
    const { id } = endpoint;
    receiver.answer((response) => {
      hooks()
        .delete({ id })
        .then(
          () => response.writeHead(410).end(),
          (error: unknown) => response.destroy(error as Error),
        );
    });
    await say();
    await drain();
    expect(receiver.received).toHaveLength(1);
    expect(services.sentMails.slice(told)).toEqual([]);
    endpoint = await hooks().create({ url: receiver.url, description: "CRM", eventTypes: ["order.paid"] });
  });

  test("is sent a test event whatever it asked for", async () => {
    const { deliveryId } = await hooks().sendTest({ id: endpoint.id });
    await drain();
    expect(await hooks().delivery({ id: deliveryId })).toMatchObject({ type: "webhook.test", status: "delivered" });
    expect(receiver.received[0]?.body).toContain(endpoint.id);
  });

  test("is signed for with both secrets after a rotation, until the old one's time is over", async () => {
    const { secret } = await hooks().rotateSecret({ id: endpoint.id, overlapHours: 1 });
    await say();
    await drain();
    const [during] = receiver.received;
    for (const each of [secret, endpoint.secret]) expect(verified(each, during ?? expect.fail())).toBeTruthy();
    await hooks().rotateSecret({ id: endpoint.id, overlapHours: 0 });
    await say();
    await drain();
    expect(() => verified(secret, receiver.received[1] ?? expect.fail())).toThrow();
  });
});

describe("a replay", () => {
  test("of what was taken posts it once more, under the id that it had", async () => {
    await say();
    await drain();
    const { id } = await only();
    await hooks().replay({ id });
    await drain();
    const [first, second] = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(second).toBe(first);
    expect(receiver.received).toHaveLength(2);
  });

  test("of what is being sent at this moment is refused", async () => {
    receiver.answer(500);
    await say();
    await drain();
    await comeNextTry();
    const { id } = await only();
    await claimDelivery(worker(), { deliveryId: id, round: 1 });
    await expect(hooks().replay({ id })).rejects.toMatchObject({ cause: { code: "webhook_delivery_under_way" } });
  });

  test("leaves a try of the round before nothing to do", async () => {
    receiver.answer(500);
    await say();
    await drain();
    receiver.reset();
    const { id } = await only();
    await Promise.all([1, 2, 3].map(() => hooks().replay({ id })));
    for (const round of [1, 2, 3]) expect(await claimDelivery(worker(), { deliveryId: id, round })).toBe("settled");
    await drain();
    services.clock.advance(HOUR_MS);
    await drain();
    expect(receiver.received).toHaveLength(1);
  });

  test("of nothing is refused", async () => {
    const id = newId("webhookDelivery");
    const refusal = { cause: { code: "webhook_delivery_not_found" } };
    await expect(hooks().replay({ id })).rejects.toMatchObject(refusal);
    await expect(hooks().delivery({ id })).rejects.toMatchObject(refusal);
  });
});

describe("the log", () => {
  test("is read page by page, the newest first, and by what became of a delivery", async () => {
    for (const orderId of ["ord_1", "ord_2", "ord_3"]) await say({ orderId });
    await drain();
    receiver.answer(500);
    await say();
    await drain();
    const first = await hooks().deliveries({ endpointId: endpoint.id, limit: 3 });
    const second = await hooks().deliveries({ endpointId: endpoint.id, limit: 3, cursor: first.nextCursor ?? "" });
    expect(first.items.concat(second.items)).toEqual(await deliveries());
    expect(second.nextCursor).toBeNull();
    const waiting = await hooks().deliveries({ endpointId: endpoint.id, status: "pending", limit: 10 });
    expect(waiting.items).toHaveLength(1);
    await expect(hooks().deliveries({ endpointId: endpoint.id, cursor: "forged", limit: 3 })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  test("forgets what is a month old, with all of its tries", async () => {
    await database.sql`delete from webhook_messages`;
    await say();
    await drain();
    const kept = async () => {
      const [row] = await database.sql`select (select count(*)::int from webhook_messages) as messages,
        (select count(*)::int from webhook_attempts) as attempts`;
      return row;
    };
    services.clock.advance(KEPT_DAYS * DAY_MS - 1);
    await pruneMessages(worker());
    expect(await kept()).toEqual({ messages: 1, attempts: 1 });
    services.clock.advance(2);
    await pruneMessages(worker());
    expect(await kept()).toEqual({ messages: 0, attempts: 0 });
  });
});
