import { setTimeout as sleep } from "node:timers/promises";
import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { SECOND_MS, silentLog, systemClock } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { QueueBackend } from "./backends/backend.ts";
import { listDead, replayDead } from "./dead-letters.ts";
import { type AnyJob, defineJob, type JobContext } from "./define-job.ts";
import { enqueue } from "./enqueue.ts";
import { inspectQueues } from "./inspect.ts";
import { relayDue } from "./relay.ts";
import { startWorkers, type Workers } from "./run.ts";
import { resendLost } from "./sweep.ts";
import { onBothQueues } from "./testing/backends.ts";

const database = testDatabase();
const payload = z.object({ orderId: z.string() });
type OrderPayload = z.output<typeof payload>;

onBothQueues(database, (queue) => {
  let backend: QueueBackend;
  let workers: Workers | null = null;
  let heard: string[];
  const context = () => ({
    db: database.db,
    clock: systemClock,
    log: silentLog,
    correlationId: "cor_1",
    actor: { kind: "user", id: "usr_1" },
  });
  const start = async (jobs: readonly AnyJob<JobContext>[]) => {
    workers = await startWorkers({
      ctx: context(),
      jobs,
      backend,
      databaseUrl: database.url,
    });
    return workers;
  };
  const allDone = () =>
    vi.waitFor(async () => expect(await database.db.$count(tables.outbox, sql`done_at is null`)).toBe(0), {
      timeout: 20_000,
      interval: 20,
    });
  const sendReceipt = defineJob({
    name: "orders.send_receipt",
    queue: "mail",
    payload,
    effect:
      async () =>
      async (_: JobContext, { orderId }: OrderPayload) =>
        heard.push(orderId),
  });

  beforeEach(async () => {
    heard = [];
    await database.db.delete(tables.outbox);
    await database.db.delete(tables.jobSchedules);
    backend = await queue.open();
  });
  afterEach(async () => {
    await workers?.close();
    workers = null;
    await backend.close();
  });

  test("what a commit asks for is run by workers that had nothing to do", async () => {
    await start([sendReceipt]);
    await sleep(1_200);
    await enqueue(context(), sendReceipt, { orderId: "ord_1" });
    await allDone();
    expect(heard).toEqual(["ord_1"]);
  });

  test("what was committed while no worker ran is run when one starts", async () => {
    const orders = Array.from({ length: 50 }, (_, index) => `ord_${index}`);
    for (const orderId of orders) await enqueue(context(), sendReceipt, { orderId });
    await start([sendReceipt]);
    await allDone();
    expect([...heard].sort()).toEqual([...orders].sort());
  });

  test("a message whose commit came after that of a later one is not skipped", async () => {
    await start([sendReceipt]);
    await database.db.transaction(async (db) => {
      await enqueue({ ...context(), db }, sendReceipt, { orderId: "first written" });
      await enqueue(context(), sendReceipt, { orderId: "first committed" });
      await vi.waitFor(() => expect(heard).toEqual(["first committed"]), { timeout: 20_000 });
    });
    await allDone();
    expect(heard).toEqual(["first committed", "first written"]);
  });

  test("a message handed out twice takes effect once", async () => {
    const id = await enqueue(context(), sendReceipt, { orderId: "ord_1" });
    await relayDue(database.db, backend);
    await backend.add("mail", [{ id, epoch: 2, job: "orders.send_receipt" }]);
    await start([sendReceipt]);
    await allDone();
    await sleep(300);
    expect(heard).toEqual(["ord_1"]);
  });

  test("a message that the queue lost is handed out again", async () => {
    const id = await enqueue(context(), sendReceipt, { orderId: "ord_1" });
    const sentLongAgo = { sentAt: new Date(Date.now() - 60 * SECOND_MS), epoch: 1 };
    await database.db.update(tables.outbox).set(sentLongAgo).where(eq(tables.outbox.id, id));
    expect(await resendLost(database.db, backend)).toBe(1);
    await start([sendReceipt]);
    await allDone();
    expect(heard).toEqual(["ord_1"]);
  });

  test("a message that only waits its turn is not handed out again", async () => {
    const id = await enqueue(context(), sendReceipt, { orderId: "ord_1" });
    await relayDue(database.db, backend);
    const sentLongAgo = { sentAt: new Date(Date.now() - 60 * SECOND_MS) };
    await database.db.update(tables.outbox).set(sentLongAgo).where(eq(tables.outbox.id, id));
    expect(await resendLost(database.db, backend)).toBe(0);
    expect(await database.db.$count(tables.outbox, sql`sent_at > now() - interval '5 s'`)).toBe(1);
  });

  test("T104 a message runs the job and payload of the outbox, whatever the queue says", async () => {
    const id = await enqueue(context(), sendReceipt, { orderId: "ord_1" });
    await backend.add("mail", [{ id, epoch: 1, job: "payouts.pay_everything" }]);
    await start([sendReceipt]);
    await allDone();
    expect(heard).toEqual(["ord_1"]);
  });

  test("T105 a job that always fails is dead after its attempts, is listed, and runs again when replayed", async () => {
    let broken = true;
    const flaky = defineJob({
      name: "lms.sync_enrolment",
      queue: "lms-sync",
      payload,
      attempts: 3,
      backoff: { kind: "exponential", baseMs: 10, capMs: 10, jitter: 0 },
      run:
        async () =>
        async (_: JobContext, { orderId }: OrderPayload) => {
          heard.push(orderId);
          if (broken) throw new Error("the LMS is down");
        },
    });
    const id = await enqueue(context(), flaky, { orderId: "ord_1" });
    await start([flaky]);
    await vi.waitFor(async () => expect((await listDead(context(), { limit: 10 })).items).toHaveLength(1), {
      timeout: 15_000,
    });
    expect(heard).toHaveLength(3);
    const figures = await inspectQueues(context());
    expect(figures.find((each) => each.queue === "lms-sync")).toMatchObject({ dead: 1, unsent: 0, unacked: 0 });
    broken = false;
    await replayDead(context(), id);
    await allDone();
    expect(heard).toHaveLength(4);
  });

  test("a scheduled job runs once a period, though two workers serve it", async () => {
    const tick = defineJob({
      name: "maintenance.tick",
      queue: "maintenance",
      payload: z.object({}),
      schedule: { everyMs: SECOND_MS },
      effect: async () => async () => heard.push("tick"),
    });
    const began = Date.now();
    await start([tick]);
    const otherBackend = await queue.open();
    const other = await startWorkers({ ctx: context(), jobs: [tick], backend: otherBackend });
    await vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(3), { timeout: 20_000 });
    await other.close();
    await otherBackend.close();
    const periods = Math.floor(Date.now() / SECOND_MS) - Math.floor(began / SECOND_MS);
    expect(heard.length).toBeLessThanOrEqual(periods);
  });

  test("a worker that is asked to stop finishes what it has begun and takes nothing new", async () => {
    const slow = defineJob({
      name: "mail.send_slowly",
      queue: "mail",
      payload,
      run:
        async () =>
        async (_: JobContext, { orderId }: OrderPayload) => {
          heard.push(`${orderId} began`);
          await sleep(500);
          heard.push(`${orderId} ended`);
        },
    });
    const stopping = await start([slow]);
    await enqueue(context(), slow, { orderId: "ord_1" });
    await vi.waitFor(() => expect(heard).toEqual(["ord_1 began"]), { timeout: 20_000 });
    const closed = stopping.close();
    await enqueue(context(), slow, { orderId: "ord_2" });
    expect(await closed).toBe(true);
    expect(heard).toEqual(["ord_1 began", "ord_1 ended"]);
  });

  test("a worker that is asked to stop does not wait for ever", async () => {
    const endless = defineJob({
      name: "mail.send_for_ever",
      queue: "mail",
      payload,
      run: async () => () => {
        heard.push("began");
        return new Promise(() => {});
      },
    });
    const stopping = await start([endless]);
    await enqueue(context(), endless, { orderId: "ord_1" });
    await vi.waitFor(() => expect(heard).toEqual(["began"]), { timeout: 20_000 });
    expect(await stopping.close({ boundMs: 200 })).toBe(false);
    workers = null;
  });
});

describe("a queue that does not answer", () => {
  test("keeps its messages in the outbox", async () => {
    await database.db.delete(tables.outbox);
    const ctx = {
      db: database.db,
      clock: systemClock,
      log: silentLog,
      correlationId: "cor_1",
      actor: { kind: "user", id: null },
    };
    const job = { name: "orders.send_receipt", queue: "mail", payload } as const;
    await enqueue(ctx, job, { orderId: "ord_1" });
    const down: Pick<QueueBackend, "add"> = { add: () => Promise.reject(new Error("ECONNREFUSED")) };
    await expect(relayDue(database.db, down)).rejects.toThrow("ECONNREFUSED");
    expect(await inspectQueues(ctx)).toContainEqual(expect.objectContaining({ queue: "mail", unsent: 1, unacked: 0 }));
  });
});
