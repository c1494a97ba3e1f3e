import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newId, silentLog, systemClock } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { QueueBackend } from "./backends/backend.ts";
import { listDead } from "./dead-letters.ts";
import { enqueue } from "./enqueue.ts";
import { startWorkers, type Workers } from "./run.ts";
import { onBothQueues } from "./testing/backends.ts";
import { type PoisonJobs, poisonJobs, soundJob } from "./testing/poison-jobs.ts";

const database = testDatabase();
const HUGE = { orderId: "x".repeat(10_000_000) };
const EACH = 10;

onBothQueues(database, (queue) => {
  let backend: QueueBackend;
  let poison: PoisonJobs;
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
  const sound = soundJob("mail", () => {});
  const done = (job: string) => database.db.$count(tables.outbox, sql`job = ${job} and done_at is not null`);

  beforeEach(async () => {
    await database.db.delete(tables.outbox);
    backend = await queue.open();
    poison = poisonJobs("mail", 200);
  });
  afterEach(async () => {
    poison.end();
    await workers?.close({ boundMs: 1_000 });
    await backend.close();
  });

  /** Writes a message past the verb, as an older release or a hand in the database might. */
  async function smuggle(payload: unknown): Promise<void> {
    const row = { id: newId("outbox"), job: sound.name, queue: sound.queue, payload, correlationId: "cor_1" };
    await database.db.insert(tables.outbox).values(row);
  }

  async function deadByJob(): Promise<Record<string, number>> {
    const { items } = await listDead(ctx, { limit: 100 });
    return Object.fromEntries([...Map.groupBy(items, ({ job }) => job)].map(([job, dead]) => [job, dead.length]));
  }

  test("T105 jobs that throw, hang or are huge end as dead letters, one that loops goes on, and all others are done", async () => {
    const { throws, hangs, loops } = poison;
    for (let n = 0; n < EACH; n++) {
      await enqueue(ctx, throws, { orderId: `ord_${n}` });
      await enqueue(ctx, hangs, { orderId: `ord_${n}` });
    }
    await enqueue(ctx, loops, { orderId: "ord_1" });
    await expect(enqueue(ctx, sound, HUGE)).rejects.toThrow(/10000014 bytes/);
    await smuggle(HUGE);
    for (let n = 0; n < 100; n++) await enqueue(ctx, sound, { orderId: `ord_${n}` });
    workers = await startWorkers({ ctx, jobs: [throws, hangs, loops, sound], backend, databaseUrl: database.url });
    await vi.waitFor(async () => expect(await done(sound.name)).toBe(100), { timeout: 30_000 });
    const dead = { [throws.name]: EACH, [hangs.name]: EACH, [sound.name]: 1 };
    await vi.waitFor(async () => expect(await deadByJob()).toEqual(dead), { timeout: 30_000 });
    expect(await done(loops.name)).toBeGreaterThan(1);
  });
});
