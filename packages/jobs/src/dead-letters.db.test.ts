import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { silentLog, systemClock } from "@stoa/kit";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { discardDead, listDead, NoDeadMessage, replayDead } from "./dead-letters.ts";
import { defineJob, type JobContext, Unrecoverable } from "./define-job.ts";
import { drainJobs } from "./drain.ts";
import { enqueue } from "./enqueue.ts";
import { inspectQueues } from "./inspect.ts";

const database = testDatabase();
const payload = z.object({ orderId: z.string() });
let ctx: JobContext;
let broken: boolean;

const sendReceipt = defineJob({
  name: "orders.send_receipt",
  queue: "mail",
  payload,
  run: async () => async () => {
    if (broken) throw new Unrecoverable("the mailbox is gone");
  },
});

beforeEach(async () => {
  const actor = { kind: "system", id: "test" };
  ctx = { db: database.db, clock: systemClock, log: silentLog, correlationId: "cor_1", actor };
  broken = true;
  await database.db.delete(tables.outbox);
});

async function makeDead(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) ids.push(await enqueue(ctx, sendReceipt, { orderId: `ord_${index}` }));
  await drainJobs(ctx, [sendReceipt]);
  return ids;
}

test("dead messages are listed page by page, latest first, each once", async () => {
  const ids = await makeDead(5);
  const first = await listDead(ctx, { limit: 3 });
  const second = await listDead(ctx, { limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([...ids].reverse());
  expect(second.nextCursor).toBeNull();
  expect(first.items[0]).toMatchObject({ lastError: "Unrecoverable: the mailbox is gone", job: "orders.send_receipt" });
  expect((await listDead(ctx, { limit: 3, queue: "webhooks" })).items).toEqual([]);
});

test("a replayed message has all its attempts again and is done", async () => {
  const [id = ""] = await makeDead(1);
  broken = false;
  await replayDead(ctx, id);
  expect(await drainJobs(ctx, [sendReceipt])).toMatchObject([{ outcome: "done", message: { attempts: 1 } }]);
  expect((await listDead(ctx, { limit: 10 })).items).toEqual([]);
});

test("a discarded message is settled without running", async () => {
  const [id = ""] = await makeDead(1);
  broken = false;
  await discardDead(ctx, id);
  expect(await drainJobs(ctx, [sendReceipt])).toEqual([]);
  expect((await listDead(ctx, { limit: 10 })).items).toEqual([]);
  const mail = (await inspectQueues(ctx)).find(({ queue }) => queue === "mail");
  expect(mail).toEqual({ queue: "mail", unsent: 0, waiting: 0, unacked: 0, dead: 0, oldestSeconds: 0 });
});

test("two people who replay one message at once replay it once", async () => {
  const [id = ""] = await makeDead(1);
  const replays = await Promise.allSettled([replayDead(ctx, id), replayDead(ctx, id)]);
  expect(replays.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a message that is not dead cannot be replayed or discarded", async () => {
  const id = await enqueue(ctx, sendReceipt, { orderId: "ord_1" });
  await expect(replayDead(ctx, id)).rejects.toThrow(NoDeadMessage);
  await expect(discardDead(ctx, id)).rejects.toThrow(NoDeadMessage);
});
