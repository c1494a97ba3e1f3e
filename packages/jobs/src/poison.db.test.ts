import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newId, silentLog, systemClock } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import type { QueueBackend } from "./backends/backend.ts";
import { listDead } from "./dead-letters.ts";
import { type AnyJob, defineJob, type JobContext } from "./define-job.ts";
import { enqueue } from "./enqueue.ts";
import { startWorkers, type Workers } from "./run.ts";
import { onBothQueues } from "./testing/backends.ts";

const database = testDatabase();
const payload = z.object({ orderId: z.string() });
const AT_ONCE = { kind: "exponential", baseMs: 10, capMs: 10, jitter: 0 } as const;

/** What is wrong with each stands in its name; all share a queue with what is sound. */
const throws = defineJob({
  name: "mail.always_throws",
  queue: "mail",
  payload,
  attempts: 3,
  backoff: AT_ONCE,
  run: async () => async () => {
    throw new Error("never works");
  },
});
const hangs = defineJob({
  name: "mail.never_ends",
  queue: "mail",
  payload,
  attempts: 2,
  timeoutMs: 200,
  backoff: AT_ONCE,
  run: async () => () => new Promise(() => {}),
});
/** Asks for itself again whenever it runs: each run is a message of its own, and none stands in another's way. */
const loops: AnyJob<JobContext> = defineJob({
  name: "mail.asks_for_itself",
  queue: "mail",
  payload: z.object({ round: z.number() }),
  effect:
    async () =>
    async (ctx: JobContext, { round }: { round: number }) => {
      if (!calm) await enqueue(ctx, loops, { round: round + 1 });
    },
});
const sound = defineJob({ name: "mail.sound", queue: "mail", payload, effect: async () => async () => {} });
const HUGE = "x".repeat(10_000_000);
const DEAD = { [throws.name]: 10, [hangs.name]: 10, [sound.name]: 1 };

let calm = false;

onBothQueues(database, (queue) => {
  let backend: QueueBackend;
  let workers: Workers | null = null;
  const ctx = {
    get db() {
      return database.db;
    },
    clock: systemClock,
    log: silentLog,
    correlationId: "cor_1",
    actor: { kind: "user", id: "usr_1" },
  };

  beforeEach(async () => {
    calm = false;
    await database.db.delete(tables.outbox);
    backend = await queue.open();
  });
  afterEach(async () => {
    calm = true;
    await workers?.close({ boundMs: 1_000 });
    await backend.close();
  });

  test("T105 jobs that throw, hang, loop or are huge end as dead letters, and all others are done meanwhile", async () => {
    for (let n = 0; n < 10; n++) {
      await enqueue(ctx, throws, { orderId: `ord_${n}` });
      await enqueue(ctx, hangs, { orderId: `ord_${n}` });
    }
    await enqueue(ctx, loops, { round: 0 });
    await expect(enqueue(ctx, sound, { orderId: HUGE })).rejects.toThrow(/10000014 bytes/);
    await smuggle({ orderId: HUGE });
    for (let n = 0; n < 100; n++) await enqueue(ctx, sound, { orderId: `ord_${n}` });
    workers = await startWorkers({ ctx, jobs: [throws, hangs, loops, sound], backend, databaseUrl: database.url });
    const done = (job: string) => database.db.$count(tables.outbox, sql`job = ${job} and done_at is not null`);
    await vi.waitFor(async () => expect(await done(sound.name)).toBe(100), { timeout: 30_000 });
    await vi.waitFor(async () => expect(await deadByJob()).toEqual(DEAD), { timeout: 30_000 });
    expect(await done(loops.name)).toBeGreaterThan(1);
  });

  /** Writes a message past the verb, as an older release or a hand in the database might. */
  async function smuggle(huge: unknown): Promise<void> {
    const row = { id: newId("outbox"), job: sound.name, queue: sound.queue, payload: huge, correlationId: "cor_1" };
    await database.db.insert(tables.outbox).values(row);
  }

  async function deadByJob(): Promise<Record<string, number>> {
    const { items } = await listDead(ctx, { limit: 100 });
    return Object.fromEntries([...Map.groupBy(items, ({ job }) => job)].map(([job, dead]) => [job, dead.length]));
  }
});
