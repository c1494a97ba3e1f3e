import { type Database, tables, withTransaction } from "@stoa/db";
import type { Log } from "@stoa/kit";
import { inArray, sql } from "drizzle-orm";
import type { HandOut, QueueBackend } from "./backends/backend.ts";
import { type Loop, startLoop } from "./loop.ts";
import { isOpen } from "./message.ts";
import { QUEUE_NAMES, type QueueName } from "./queues.ts";

/** Rows handed out in one transaction. Enough to keep a queue busy, few enough to be done within its time-out. */
const BATCH = 500;
/** Between looks at an outbox that had nothing: from this, doubling, up to that. A commit's hint cuts it short. */
const IDLE_MIN_MS = 50;
const IDLE_MAX_MS = 1_000;

/** Moves due messages from the outbox to the queue, as long as it runs. Any number may run at once. */
export function startRelay(options: { db: Database; backend: QueueBackend; log: Log }): Loop {
  let idleMs = IDLE_MIN_MS;
  return startLoop("relay", options.log, async () => {
    const sent = await relayDue(options.db, options.backend);
    idleMs = sent > 0 ? IDLE_MIN_MS : Math.min(idleMs * 2, IDLE_MAX_MS);
    return sent === BATCH ? 0 : idleMs;
  });
}

/**
 * Hands out one batch of due messages and answers how many. Rows are found by being unsent, not by an id beyond the last
 * one: commits arrive out of the order of their ids. Marks and hands out within one transaction: when the queue does not
 * answer, or this process dies, the rows are still unsent, and a hand-out that got through is recognised by its epoch.
 */
export async function relayDue(db: Database, backend: Pick<QueueBackend, "add">, limit = BATCH): Promise<number> {
  const { outbox } = tables;
  return withTransaction({ db }, async (tx) => {
    const due = tx.db
      .select({ id: outbox.id })
      .from(outbox)
      .where(sql`${outbox.sentAt} is null and ${isOpen} and ${outbox.availableAt} <= now()`)
      .orderBy(outbox.availableAt, outbox.position)
      .limit(limit)
      .for("update", { skipLocked: true });
    const sent = await tx.db
      .update(outbox)
      .set({ sentAt: sql`now()`, epoch: sql`${outbox.epoch} + 1` })
      .where(inArray(outbox.id, due))
      .returning({ id: outbox.id, epoch: outbox.epoch, job: outbox.job, queue: outbox.queue });
    await handOut(backend, sent);
    return sent.length;
  });
}

async function handOut(
  backend: Pick<QueueBackend, "add">,
  sent: readonly (HandOut & { queue: string })[],
): Promise<void> {
  const byQueue = Map.groupBy(sent, ({ queue }) => queue);
  await Promise.all([...byQueue].map(([queue, batch]) => isQueue(queue) && backend.add(queue, batch)));
}

/** A queue that this process does not know is served by a newer one; its messages stay for that one's sweeper. */
function isQueue(name: string): name is QueueName {
  return QUEUE_NAMES.some((queue) => queue === name);
}
