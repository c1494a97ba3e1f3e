import { setTimeout as sleep } from "node:timers/promises";
import type { System } from "./system.ts";

const LOOK_EVERY_MS = 500;
/** Long enough for any machine; how long it really took is told. */
const GIVE_UP_MS = 240_000;

export interface Settled {
  /** From the end of the faults until nothing was open. */
  seconds: number;
  /** Left open when it gave up, or given up on by the product itself. */
  open: number;
}

/** Waits until nothing is under way: every event handled, every message done, every webhook of the gateway delivered. */
export async function settle(system: System): Promise<Settled> {
  const started = performance.now();
  for (;;) {
    await endPauses(system);
    const { underWay, dead } = await openWork(system);
    const ms = performance.now() - started;
    if (underWay === 0 || ms > GIVE_UP_MS) return { seconds: Math.round(ms / 100) / 10, open: underWay + dead };
    await sleep(LOOK_EVERY_MS);
  }
}

/** What has not ended well, in a few words for each kind; nothing, when all is well. */
export async function namesOfOpen({ sql }: System): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select job || ' ' || count(*) || ': ' || coalesce(left(max(last_error), 300), 'no error') as name
    from outbox where done_at is null and job like any(${OF_A_SALE}) group by job`;
  return rows.map(({ name }) => name);
}

/** Schedules come round for ever; what they do belongs to no sale. */
const OF_A_SALE = ["checkout.%", "payments.handle%", "lms.sync%", "notifications.%"];

async function openWork({ sql, world }: System): Promise<{ underWay: number; dead: number }> {
  const [own] = await sql<{ underWay: number; dead: number }[]>`
    select (select count(*)::int from inbox_events where handled_at is null and dead_at is null)
        + (select count(*)::int from outbox where done_at is null and dead_at is null and job like any(${OF_A_SALE})) as "underWay",
      (select count(*)::int from inbox_events where dead_at is not null)
        + (select count(*)::int from outbox where dead_at is not null and job like any(${OF_A_SALE})) as dead`;
  const [sent] = await world<{ underWay: number }[]>`
    select count(*)::int as "underWay" from stripe.delivery where status = 'waiting'`;
  return { underWay: (own?.underWay ?? 0) + (sent?.underWay ?? 0), dead: own?.dead ?? 0 };
}

/** Longer than all calls to the LMS of a run that lives. */
const LEASE_OF_THE_DEAD = "30 s";

/**
 * Ends the pauses that the product and the gateway take after a failure: minutes each, on purpose, and no part of what is
 * to be shown. A lease at the LMS is left to its holder as long as that may be alive.
 */
export async function endPauses(system: System): Promise<void> {
  const { sql, world } = system;
  await sql`update lms_health set open_until = null, consecutive_failures = 0 where open_until is not null`;
  await sql`update lms_syncs set next_attempt_at = now() where status = 'pending' and next_attempt_at > now()`;
  await endLeases(system, LEASE_OF_THE_DEAD);
  await sql`
    update outbox set available_at = now()
    where available_at > now() and done_at is null and dead_at is null and job like any(${OF_A_SALE})`;
  await world`
    update stripe.delivery set next_attempt_at = now()
    where status = 'waiting' and last_answer is not null and next_attempt_at > now()`;
}

/** A lease is for two minutes and named by its end. Without `heldFor` all end, for when every worker is dead. */
export async function endLeases({ sql }: Pick<System, "sql">, heldFor = "0 s"): Promise<void> {
  await sql`
    update lms_syncs set next_attempt_at = now()
    where status = 'syncing' and next_attempt_at > now()
      and next_attempt_at < now() + interval '2 min' - ${heldFor}::interval + interval '1 s'`;
}
