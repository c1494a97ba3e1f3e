import { type Database, tables, withTransaction } from "@stoa/db";
import { DAY_MS, type Log } from "@stoa/kit";
import { inArray, sql } from "drizzle-orm";
import type { HandOut, QueueBackend } from "./backends/backend.ts";
import { type Loop, startLoop } from "./loop.ts";
import { isOpen } from "./message.ts";
import { QUEUE_NAMES, QUEUES, type QueueName, type QueuePlan } from "./queues.ts";

/** Looks in the time after which a message counts as overdue, so that it is not overdue for much longer. */
const LOOKS = 4;
const BATCH = 500;
/** Done messages stay this long, for the timeline of an order. */
const KEEP_DONE_MS = 30 * DAY_MS;

type Plans = Partial<Record<QueueName, Partial<QueuePlan>>>;

/** Looks after what the queue has lost, as long as it runs. Any number may run at once. */
export function startSweeper(options: {
  db: Database;
  backend: QueueBackend;
  log: Log;
  plans?: Plans | undefined;
}): Loop {
  const { db, backend, log, plans } = options;
  const everyMs = Math.min(...QUEUE_NAMES.map((queue) => resendAfterMs(queue, plans))) / LOOKS;
  return startLoop("sweeper", log, async () => {
    const lost = await resendLost(db, backend, plans);
    if (lost > 0) log.warn({ lost }, "the queue lost messages; they are handed out again");
    await forgetDone(db);
    return everyMs;
  });
}

/**
 * Makes messages due again that were handed out a while ago, are not done, and that the queue no longer knows; answers
 * how many. A long backlog is not lost: its messages are still held, and are looked at again after another while.
 */
export async function resendLost(db: Database, backend: QueueBackend, plans: Plans = {}): Promise<number> {
  let lost = 0;
  // One queue after the other, so that the jobs keep the pool's connections.
  for (const queue of QUEUE_NAMES) lost += await resendOf(db, backend, queue, resendAfterMs(queue, plans));
  return lost;
}

function resendAfterMs(queue: QueueName, plans: Plans = {}): number {
  return plans[queue]?.resendAfterMs ?? QUEUES[queue].resendAfterMs;
}

async function resendOf(db: Database, backend: QueueBackend, queue: QueueName, afterMs: number): Promise<number> {
  const { outbox } = tables;
  return withTransaction({ db }, async (tx) => {
    const overdue: HandOut[] = await tx.db
      .select({ id: outbox.id, epoch: outbox.epoch, job: outbox.job })
      .from(outbox)
      .where(sql`${outbox.queue} = ${queue} and ${isOpen} and ${outbox.sentAt} < now() - ${afterMs} * interval '1 ms'`)
      .orderBy(outbox.sentAt)
      .limit(BATCH)
      .for("update", { skipLocked: true });
    if (overdue.length === 0) return 0;
    const held = new Set((await backend.held(queue, overdue)).map(({ id }) => id));
    const lost = overdue.filter(({ id }) => !held.has(id)).map(({ id }) => id);
    if (held.size > 0) {
      await tx.db
        .update(outbox)
        .set({ sentAt: sql`now()` })
        .where(inArray(outbox.id, [...held]));
    }
    if (lost.length > 0) await tx.db.update(outbox).set({ sentAt: null }).where(inArray(outbox.id, lost));
    return lost.length;
  });
}

/** Deletes a batch of the messages that were done long ago. */
async function forgetDone(db: Database): Promise<void> {
  const { outbox } = tables;
  const old = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(sql`${outbox.doneAt} < now() - ${KEEP_DONE_MS} * interval '1 ms'`)
    .limit(BATCH);
  await db.delete(outbox).where(inArray(outbox.id, old));
}
