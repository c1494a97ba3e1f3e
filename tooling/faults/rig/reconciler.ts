import { setTimeout as sleep } from "node:timers/promises";
import type { System } from "./system.ts";

const WATCH = "reconciliation.watch_checkouts";
const LOOK_EVERY_MS = 200;

/** Makes pending orders as old as those that the reconciler looks up. */
export async function letOrdersAge({ sql }: System): Promise<void> {
  await sql`update orders set updated_at = now() - interval '3 min' where status = 'pending'`;
}

/** Makes the reconciler due, without waiting for its minute. */
export async function beginPeriod({ sql }: System): Promise<void> {
  await sql`update job_schedules set next_at = now() where name = ${WATCH}`;
}

/** One whole run of the reconciler, from due to done. */
export async function onePeriod(system: System): Promise<void> {
  const runs = async () => {
    const [row] = await system.sql<{ done: number; open: number }[]>`
      select count(*) filter (where done_at is not null)::int as done,
        count(*) filter (where done_at is null and dead_at is null)::int as open from outbox where job = ${WATCH}`;
    return row ?? { done: 0, open: 0 };
  };
  const before = await runs();
  for (;;) {
    const { done, open } = await runs();
    if (done > before.done && open === 0) return;
    // Again until a run has begun: a worker that has just started may not have written down its schedules yet.
    if (done === before.done && open === 0) await beginPeriod(system);
    await sleep(LOOK_EVERY_MS);
  }
}
