import { isInTransaction, tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { addMs, HOUR_MS, ManualClock, MINUTE_MS, silentLog } from "@stoa/kit";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { listDead } from "./dead-letters.ts";
import { type AnyJob, defineJob, type JobContext, RetryLater, Unrecoverable } from "./define-job.ts";
import { drainJobs } from "./drain.ts";
import { enqueue } from "./enqueue.ts";
import type { Message } from "./message.ts";

const database = testDatabase();
const clock = new ManualClock("2026-01-01T09:00:00Z");
const payload = z.object({ orderId: z.string() });

let ctx: JobContext;
let heard: string[];

beforeEach(async () => {
  heard = [];
  const actor = { kind: "user", id: "usr_1" };
  ctx = { db: database.db, clock, log: silentLog, correlationId: "cor_1", actor };
  await database.db.delete(tables.outbox);
});

const sendReceipt = defineJob({
  name: "orders.send_receipt",
  queue: "mail",
  payload,
  effect:
    async () =>
    async (_: JobContext, { orderId }: { orderId: string }) =>
      heard.push(orderId),
});

describe("enqueueing", () => {
  test("a job of a transaction that is rolled back never runs", async () => {
    const rolledBack = database.db.transaction(async (db) => {
      await enqueue({ ...ctx, db }, sendReceipt, { orderId: "ord_1" });
      throw new Error("the order was refused");
    });
    await expect(rolledBack).rejects.toThrow("the order was refused");
    expect(await drainJobs(ctx, [sendReceipt])).toEqual([]);
  });

  test("a job of a committed transaction runs once", async () => {
    await database.db.transaction((db) => enqueue({ ...ctx, db }, sendReceipt, { orderId: "ord_1" }));
    const [run] = await drainJobs(ctx, [sendReceipt]);
    expect(run).toMatchObject({ job: "orders.send_receipt", outcome: "done", payload: { orderId: "ord_1" } });
    expect(await drainJobs(ctx, [sendReceipt])).toEqual([]);
    expect(heard).toEqual(["ord_1"]);
  });

  test("jobs of one moment run in the order in which they were asked for", async () => {
    const orders = Array.from({ length: 20 }, (_, index) => `ord_${index}`);
    for (const orderId of orders) await enqueue(ctx, sendReceipt, { orderId });
    await drainJobs(ctx, [sendReceipt]);
    expect(heard).toEqual(orders);
  });

  test("a job asked for later waits for its moment", async () => {
    await enqueue(ctx, sendReceipt, { orderId: "ord_1" }, { availableAt: addMs(clock.now(), HOUR_MS) });
    expect(await drainJobs(ctx, [sendReceipt])).toEqual([]);
    expect(await drainJobs(ctx, [sendReceipt], { until: addMs(clock.now(), HOUR_MS) })).toHaveLength(1);
  });

  test("a second message with the key of a waiting one is dropped", async () => {
    const first = await enqueue(ctx, sendReceipt, { orderId: "ord_1" }, { dedupeKey: "ord_1" });
    const second = await enqueue(ctx, sendReceipt, { orderId: "ord_1" }, { dedupeKey: "ord_1" });
    expect(second).toBe(first);
    expect(await drainJobs(ctx, [sendReceipt])).toHaveLength(1);
    await enqueue(ctx, sendReceipt, { orderId: "ord_1" }, { dedupeKey: "ord_1" });
    expect(await drainJobs(ctx, [sendReceipt])).toHaveLength(1);
  });

  test("a change that comes while the job is under way is not dropped", async () => {
    const slow: AnyJob<JobContext> = defineJob({
      name: "lms.sync_enrolment",
      queue: "lms-sync",
      payload,
      run:
        async () =>
        async (jobCtx: JobContext, { orderId }: { orderId: string }) => {
          heard.push(orderId);
          if (heard.length === 1) await enqueue(jobCtx, slow, { orderId }, { dedupeKey: orderId });
        },
    });
    await enqueue(ctx, slow, { orderId: "ord_1" }, { dedupeKey: "ord_1" });
    await drainJobs(ctx, [slow]);
    expect(heard).toEqual(["ord_1", "ord_1"]);
  });

  test("a payload that does not fit the job is refused before anything is written", async () => {
    const wrong = enqueue(ctx, sendReceipt, JSON.parse('{ "orderId": 7 }'));
    await expect(wrong).rejects.toThrow(/orderId/);
    expect(await database.db.$count(tables.outbox)).toBe(0);
  });
});

describe("running", () => {
  test("an effect stands in the transaction that marks its message done", async () => {
    const record = defineJob({
      name: "orders.record_facts",
      queue: "maintenance",
      payload,
      effect: async () => async (jobCtx: JobContext) => {
        heard.push(`${isInTransaction(jobCtx)} ${jobCtx.actor.kind} ${jobCtx.actor.id} ${jobCtx.correlationId}`);
      },
    });
    await enqueue(ctx, record, { orderId: "ord_1" });
    await drainJobs({ ...ctx, correlationId: "cor_other" }, [record]);
    expect(heard).toEqual(["true job orders.record_facts cor_1"]);
  });

  test("an effect that fails leaves nothing behind and runs again after its backoff", async () => {
    const flaky = defineJob({
      name: "orders.flaky_effect",
      queue: "maintenance",
      payload,
      backoff: { kind: "exponential", baseMs: MINUTE_MS, capMs: HOUR_MS, jitter: 0 },
      effect:
        async () =>
        async (jobCtx: JobContext, { orderId }: { orderId: string }) => {
          await enqueue(jobCtx, sendReceipt, { orderId });
          heard.push("tried");
          if (heard.length === 1) throw new Error("the disk is full");
        },
    });
    await enqueue(ctx, flaky, { orderId: "ord_1" });
    expect(await drainJobs(ctx, [flaky, sendReceipt])).toMatchObject([{ outcome: "failed" }]);
    const [row] = await database.db.select().from(tables.outbox);
    expect(row).toMatchObject({ attempts: 1, doneAt: null, availableAt: addMs(clock.now(), MINUTE_MS) });
    expect(row?.lastError).toBe("Error: the disk is full");
    const later = await drainJobs(ctx, [flaky, sendReceipt], { until: addMs(clock.now(), MINUTE_MS) });
    expect(later.map(({ job, outcome }) => [job, outcome])).toEqual([
      ["orders.flaky_effect", "done"],
      ["orders.send_receipt", "done"],
    ]);
  });

  test("a failure is kept without the address and the token that it tells of", async () => {
    const failing = defineJob({
      name: "orders.flaky_mail",
      queue: "mail",
      payload,
      effect: async () => async () => {
        const params = "asha@example.com,k9-bearer";
        throw new Error(`Failed query: update mails set token = $2\nparams: ${params}`, {
          cause: new Error("asha@example.com has no mailbox; token=k9-bearer"),
        });
      },
    });
    await enqueue(ctx, failing, { orderId: "ord_1" });
    await drainJobs(ctx, [failing]);
    const [row] = await database.db.select().from(tables.outbox);
    expect(row?.lastError).toContain("[e-mail] has no mailbox");
    expect(row?.lastError).not.toMatch(/asha@example\.com|k9-bearer/);
  });

  test("a job that asks for later is not counted as failed", async () => {
    const at = addMs(clock.now(), HOUR_MS);
    const closed = defineJob({
      name: "lms.push_progress",
      queue: "lms-sync",
      payload,
      attempts: 1,
      run: async () => async (jobCtx: JobContext) => {
        if (jobCtx.clock.now() < at) throw new RetryLater(at, "the circuit is open");
      },
    });
    await enqueue(ctx, closed, { orderId: "ord_1" });
    expect(await drainJobs(ctx, [closed])).toMatchObject([{ outcome: "postponed" }]);
    const [row] = await database.db.select().from(tables.outbox);
    expect(row).toMatchObject({ attempts: 0, availableAt: at, lastError: "the circuit is open" });
    const hourLater = { ...ctx, clock: new ManualClock(at) };
    expect(await drainJobs(hourLater, [closed])).toMatchObject([{ outcome: "done" }]);
  });

  test("T105 a message is dead after its last attempt, and the alert is written with it", async () => {
    const hopeless = defineJob({
      name: "mail.hopeless_send",
      queue: "mail",
      payload,
      attempts: 3,
      backoff: { kind: "exponential", baseMs: 1, capMs: 1, jitter: 0 },
      effect: async () => () => Promise.reject(new Error("no such host")),
    });
    await enqueue(ctx, hopeless, { orderId: "ord_1" });
    const onDead = async (_: JobContext, message: Message) => heard.push(`${message.job}: ${message.lastError}`);
    const runs = await drainJobs(ctx, [hopeless], { until: addMs(clock.now(), HOUR_MS), onDead });
    expect(runs.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "dead"]);
    expect(heard).toEqual(["mail.hopeless_send: Error: no such host"]);
  });

  test("a job that no try can help is dead at once", async () => {
    const gone = defineJob({
      name: "mail.send_to_nobody",
      queue: "mail",
      payload,
      run: async () => () => Promise.reject(new Unrecoverable("the mailbox is gone")),
    });
    await enqueue(ctx, gone, { orderId: "ord_1" });
    expect(await drainJobs(ctx, [gone])).toMatchObject([{ outcome: "dead" }]);
  });

  test("a message whose worker was killed in its last run is run again", async () => {
    const id = await enqueue(ctx, sendReceipt, { orderId: "ord_1" });
    await database.db.update(tables.outbox).set({ attempts: 10 }).where(eq(tables.outbox.id, id));
    expect(await drainJobs(ctx, [sendReceipt])).toMatchObject([{ outcome: "done" }]);
  });

  test("a message that kills its worker again and again is dead without another run", async () => {
    const id = await enqueue(ctx, sendReceipt, { orderId: "ord_1" });
    await database.db.update(tables.outbox).set({ attempts: 13 }).where(eq(tables.outbox.id, id));
    expect(await drainJobs(ctx, [sendReceipt])).toMatchObject([{ outcome: "dead" }]);
    expect(heard).toEqual([]);
  });

  test("a scheduled job that fails every period leaves one dead message, and none once it works", async () => {
    const watch = defineJob({
      name: "reporting.watch_alerts",
      queue: "maintenance",
      payload: z.object({}),
      schedule: { everyMs: MINUTE_MS },
      attempts: 1,
      run: async () => async () => {
        if (heard.length < 3) throw new Error(`the ${heard.push("failure")}. failure`);
      },
    });
    const dead = async () => (await listDead(ctx, { limit: 10 })).items.map(({ lastError }) => lastError);
    for (let period = 0; period < 3; period++) {
      await enqueue(ctx, watch, {});
      await drainJobs(ctx, [watch]);
    }
    expect(await dead()).toEqual(["Error: the 3. failure"]);
    await enqueue(ctx, watch, {});
    await drainJobs(ctx, [watch]);
    expect(await dead()).toEqual([]);
  });

  test("T105 a job that takes too long is told to stop and counts as failed", async () => {
    const endless = defineJob({
      name: "lms.endless_call",
      queue: "lms-sync",
      payload,
      timeoutMs: 20,
      run: async () => (_ctx: JobContext, _payload: { orderId: string }, fence) =>
        new Promise(() => fence.signal.addEventListener("abort", () => heard.push("stopped"))),
    });
    await enqueue(ctx, endless, { orderId: "ord_1" });
    const [run] = await drainJobs(ctx, [endless]);
    expect(run?.error).toEqual(new Error("took longer than 20 ms"));
    expect(heard).toEqual(["stopped"]);
  });

  test("a message of a job that nobody knows waits for a worker that does", async () => {
    await enqueue(ctx, sendReceipt, { orderId: "ord_1" });
    expect(await drainJobs(ctx, [])).toMatchObject([{ outcome: "failed" }]);
    await drainJobs(ctx, [sendReceipt], { until: addMs(clock.now(), HOUR_MS) });
    expect(heard).toEqual(["ord_1"]);
  });
});
