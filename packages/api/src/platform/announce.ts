import { type Database, type Transaction, writeBeforeCommit } from "@stoa/db";
import { type Enqueueable, enqueueFrom } from "@stoa/jobs";
import { newId, only } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { TxContext } from "./context.ts";
import { EVENTS, type EventData, type EventType } from "./events.ts";

/** The job that hands announced events to the endpoints that asked for them; `webhooks` does the work. */
export const eventsToFanOut = {
  name: "webhooks.fan_out",
  queue: "notifications",
  payload: z.strictObject({ messageIds: z.array(z.string()) }),
} as const satisfies Enqueueable;

interface Announced {
  ctx: Pick<TxContext, "clock" | "correlationId">;
  message: { id: string; type: EventType; body: string; correlationId: string; createdAt: Date };
}

/**
 * Tells other systems of an event, in the transaction that makes it true. Where no endpoint has asked for its type,
 * nothing is written; so a sale costs one statement for all that it announces, and no row.
 */
export async function announce<T extends EventType>(ctx: TxContext, type: T, data: EventData<T>): Promise<void> {
  await writeBeforeCommit(ctx.db, writeAnnounced, { ctx, message: messageOf(ctx, type, data) });
}

/** An event in the words in which it is sent, whoever asks for it. */
export function messageOf<T extends EventType>(
  ctx: Pick<TxContext, "clock" | "correlationId">,
  type: T,
  data: EventData<T>,
): Announced["message"] {
  const at = ctx.clock.now();
  const body = JSON.stringify({ type, version: EVENTS[type].version, timestamp: at.toISOString(), data });
  return { id: newId("webhookMessage", at.getTime()), type, body, correlationId: ctx.correlationId, createdAt: at };
}

/** The ids of one job's events must fit its payload, however much a transaction announces. */
const BATCH = 200;

async function writeAnnounced(db: Database | Transaction, announced: readonly Announced[]): Promise<void> {
  for (let from = 0; from < announced.length; from += BATCH) await writeBatch(db, announced.slice(from, from + BATCH));
}

/** Events that somebody asked for, and one job to fan them out, in the order in which they were said. */
async function writeBatch(db: Database | Transaction, announced: readonly Announced[]): Promise<void> {
  const rows = announced.map(
    ({ message: { id, type, body, correlationId, createdAt } }) =>
      sql`(${id}, ${type}, ${body}, ${correlationId}, ${createdAt.toISOString()}::timestamptz)`,
  );
  const messageIds = announced.map(({ message }) => message.id);
  const { ctx } = only(announced);
  await db.execute(sql`
    with heard as (
      insert into webhook_messages (id, type, body, correlation_id, created_at)
      select said.* from (values ${sql.join(rows, sql`, `)}) said (id, type, body, correlation_id, created_at)
      where exists (select from webhook_endpoints where deleted_at is null and said.type = any (event_types))
      returning id
    )
    ${enqueueFrom(ctx, eventsToFanOut, { messageIds }, sql`(select from heard limit 1) any_heard`)}`);
}
