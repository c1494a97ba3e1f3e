import { type DbContext, tables } from "@stoa/db";
import { DomainError, decodeCursor, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { atOnce, type EnqueueContext, OUTBOX_CHANNEL } from "./enqueue.ts";
import type { Message } from "./message.ts";
import type { QueueName } from "./queues.ts";

/** There is no dead message with this id: it never was, or somebody has replayed or discarded it. */
export class NoDeadMessage extends DomainError {
  constructor(id: string) {
    super("not_found", "no_dead_message", "This message is not among the dead ones.", { id });
  }
}

/** Dead and not discarded. */
const isDead = and(isNotNull(tables.outbox.deadAt), isNull(tables.outbox.doneAt));

/** The dead messages, latest first. */
export async function listDead(
  ctx: DbContext,
  input: { cursor?: string; limit: number; queue?: QueueName },
): Promise<Page<Message>> {
  const { outbox } = tables;
  const after = input.cursor === undefined ? undefined : decodeCursor(input.cursor, ["instant", "integer"]);
  const rows = await ctx.db
    .select()
    .from(outbox)
    .where(
      and(
        isDead,
        input.queue && eq(outbox.queue, input.queue),
        after && sql`(${outbox.deadAt}, ${outbox.position}) < (${after[0]}::timestamptz, ${after[1]}::bigint)`,
      ),
    )
    .orderBy(desc(outbox.deadAt), desc(outbox.position))
    .limit(input.limit + 1);
  return toPage(rows, input.limit, (row) => [row.deadAt?.toISOString() ?? null, row.position]);
}

/** Gives a dead message all its attempts again, at once. Throws `NoDeadMessage`. */
export async function replayDead(ctx: Pick<EnqueueContext, "db" | "clock">, id: string): Promise<void> {
  const { outbox } = tables;
  const replayed = await ctx.db
    .update(outbox)
    .set({ deadAt: null, sentAt: null, attempts: 0, availableAt: atOnce(ctx.clock) })
    .where(and(eq(outbox.id, id), isDead))
    .returning({ id: outbox.id, hint: sql`pg_notify(${OUTBOX_CHANNEL}, '')` });
  if (replayed.length === 0) throw new NoDeadMessage(id);
}

/** Settles a dead message without running it; it stays on record as both dead and done. Throws `NoDeadMessage`. */
export async function discardDead(ctx: DbContext, id: string): Promise<void> {
  const { outbox } = tables;
  const discarded = await ctx.db
    .update(outbox)
    .set({ doneAt: sql`now()` })
    .where(and(eq(outbox.id, id), isDead))
    .returning({ id: outbox.id });
  if (discarded.length === 0) throw new NoDeadMessage(id);
}
