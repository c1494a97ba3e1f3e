import { type DbContext, tables } from "@stoa/db";
import { isNull, sql } from "drizzle-orm";
import { QUEUE_NAMES, type QueueName } from "./queues.ts";

export interface QueueFigures {
  readonly queue: QueueName;
  /** Due, and not yet handed to the queue. */
  readonly unsent: number;
  /** Waiting for a moment of their own, or for the end of a backoff. */
  readonly waiting: number;
  /** Handed to the queue and not done. */
  readonly unacked: number;
  readonly dead: number;
  /** How long the oldest due message has been waiting for its effect; 0 when there is none. */
  readonly oldestSeconds: number;
}

/** What the outbox holds, by queue; each queue has its line, also an empty one. */
export async function inspectQueues(ctx: DbContext): Promise<QueueFigures[]> {
  const { outbox } = tables;
  const count = (condition: ReturnType<typeof sql>) => sql<number>`(count(*) filter (where ${condition}))::int`;
  const alive = sql`${outbox.deadAt} is null`;
  const unsent = sql`${alive} and ${outbox.sentAt} is null`;
  const due = sql`${outbox.availableAt} <= now()`;
  const rows = await ctx.db
    .select({
      queue: outbox.queue,
      unsent: count(sql`${unsent} and ${due}`),
      waiting: count(sql`${unsent} and not ${due}`),
      unacked: count(sql`${alive} and ${outbox.sentAt} is not null`),
      dead: count(sql`${outbox.deadAt} is not null`),
      oldestSeconds: sql<number>`coalesce(extract(epoch from now() - min(${outbox.availableAt}) filter (where ${alive} and ${due})), 0)::float8`,
    })
    .from(outbox)
    .where(isNull(outbox.doneAt))
    .groupBy(outbox.queue);
  return QUEUE_NAMES.map((queue) => {
    const row = rows.find((each) => each.queue === queue);
    return row ? { ...row, queue } : { queue, unsent: 0, waiting: 0, unacked: 0, dead: 0, oldestSeconds: 0 };
  });
}
