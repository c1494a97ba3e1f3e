import { setTimeout as sleep } from "node:timers/promises";
import { enqueue, type QueueName } from "@stoa/jobs";
import { openPostgresBackend, prepareQueueDatabase } from "@stoa/jobs/backends/postgres";
import { startWorkers } from "@stoa/jobs/run";
import { poisonJobs, soundJob } from "@stoa/jobs/testing/poison-jobs";
import { silentLog } from "@stoa/kit";
import { type BenchRow, percentile, row } from "./rows.ts";
import type { Scratch } from "./scratch.ts";

const JOBS = 200;
const EVERY_MS = 25;
/** Of each kind that is wrong. */
const POISON = 20;
const HANGS_FOR_MS = 2_000;

/** How long a job takes from its commit to its effect, with and without jobs that throw, hang and loop (T105). */
export async function measurePoison(scratch: Scratch): Promise<BenchRow[]> {
  await prepareQueueDatabase(scratch.url);
  const alone = await latencies(scratch, "notifications", null);
  const beside = await latencies(scratch, "notifications", "mail");
  return [
    row("job beside bad ones of another queue, p95", percentile(beside, 0.95), "ms", percentile(alone, 0.95)),
    row("job beside bad ones of another queue, worst", Math.max(...beside), "ms", Math.max(...alone)),
  ];
}

async function latencies(scratch: Scratch, queue: QueueName, poisoned: QueueName | null): Promise<number[]> {
  const ctx = { ...scratch.ctx, log: silentLog };
  const asked = new Map<string, number>();
  const samples: number[] = [];
  const sound = soundJob(queue, (id) => samples.push(performance.now() - (asked.get(id) ?? 0)));
  const { throws, hangs, loops, end } = poisonJobs(poisoned ?? "mail", HANGS_FOR_MS);
  const backend = await openPostgresBackend({ url: scratch.url, log: silentLog });
  const jobs = [sound, throws, hangs, loops];
  const workers = await startWorkers({
    ctx: { ...ctx, db: scratch.services.db },
    jobs,
    backend,
    databaseUrl: scratch.url,
  });
  try {
    for (let n = 0; poisoned !== null && n < POISON; n++) {
      for (const job of [throws, hangs]) await enqueue(ctx, job, { orderId: `ord_${n}` });
    }
    if (poisoned !== null) await enqueue(ctx, loops, { orderId: "ord_0" });
    for (let n = 0; n < JOBS; n++) {
      asked.set(`ord_${n}`, performance.now());
      await enqueue(ctx, sound, { orderId: `ord_${n}` });
      await sleep(EVERY_MS);
    }
    while (samples.length < JOBS) await sleep(EVERY_MS);
    return samples;
  } finally {
    end();
    await workers.close();
    await backend.close();
  }
}
