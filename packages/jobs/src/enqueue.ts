import {
  type Database,
  type DbContext,
  insertRowFrom,
  insertRows,
  type Transaction,
  tables,
  writeBeforeCommit,
} from "@stoa/db";
import { type Clock, invariant, newId } from "@stoa/kit";
import { type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Enqueueable } from "./define-job.ts";
import { complaintAboutSize } from "./message.ts";

/** The channel on which a commit says that the outbox has something. A hint only: the relay also looks by itself. */
export const OUTBOX_CHANNEL = "stoa_outbox";

const HINT = sql`pg_notify(${OUTBOX_CHANNEL}, '')`;

export interface EnqueueContext extends DbContext {
  readonly clock: Clock;
  readonly correlationId: string;
}

export interface EnqueueOptions {
  /** Not before this moment; at once unless told. */
  readonly availableAt?: Date;
  /**
   * Drops this message while an earlier one of the same job and key still waits to be started. Once that one has
   * started it may have read the state already, so the next is kept.
   */
  readonly dedupeKey?: string;
}

/**
 * Writes down that a job follows from what the caller's transaction does: both commit, or neither. Outside a transaction
 * it commits by itself. Answers the message's id, or that of the waiting message with the same key.
 */
export async function enqueue<S extends z.ZodType>(
  ctx: EnqueueContext,
  job: Enqueueable<S>,
  payload: z.input<S>,
  options: EnqueueOptions = {},
): Promise<string> {
  const row = messageOf(ctx, job, payload, options);
  if (row.dedupeKey !== null) return writeOnce(ctx, row);
  await writeBeforeCommit(ctx.db, writeMessages, row);
  return row.id;
}

/**
 * The same as a part of the caller's own statement, once for each row of `from`: for what is written so often that it
 * shall cost one way to Postgres and no transaction around it.
 */
export function enqueueFrom<S extends z.ZodType>(
  ctx: Omit<EnqueueContext, "db">,
  job: Enqueueable<S>,
  payload: z.input<S>,
  from: SQL,
): SQL {
  return sql`${insertRowFrom(tables.outbox, messageOf(ctx, job, payload, {}), from)} returning ${HINT}`;
}

type MessageRow = Omit<typeof tables.outbox.$inferInsert, "availableAt"> & { availableAt: Date | SQL };

function messageOf<S extends z.ZodType>(
  ctx: Omit<EnqueueContext, "db">,
  job: Enqueueable<S>,
  payload: z.input<S>,
  options: EnqueueOptions,
) {
  const parsed = job.payload.parse(payload);
  const complaint = complaintAboutSize(parsed);
  invariant(complaint === null, `${job.name} cannot be asked for: ${complaint}`);
  return {
    id: newId("outbox"),
    job: job.name,
    queue: job.queue,
    payload: parsed,
    dedupeKey: options.dedupeKey ?? null,
    correlationId: ctx.correlationId,
    availableAt: options.availableAt ?? atOnce(ctx.clock),
  };
}

async function writeMessages(db: Database | Transaction, rows: readonly MessageRow[]): Promise<void> {
  await db.execute(sql`${insertRows(tables.outbox, rows)} returning ${HINT}`);
}

async function writeOnce(ctx: EnqueueContext, row: MessageRow): Promise<string> {
  const { outbox } = tables;
  const [written] = await ctx.db
    .insert(outbox)
    .values(row)
    // An update, not DO NOTHING: it locks the waiting message, so that it cannot start before this commit is seen.
    .onConflictDoUpdate({
      target: [outbox.job, outbox.dedupeKey],
      targetWhere: sql`started_at is null and done_at is null and dead_at is null`,
      set: { dedupeKey: row.dedupeKey },
    })
    .returning({ id: outbox.id, hint: HINT });
  return written?.id ?? row.id;
}

/** Now by the database or by the caller's clock, whichever is earlier: due under both, also when the caller's runs fast. */
export function atOnce(clock: Clock): SQL {
  return sql`least(now(), ${clock.now().toISOString()}::timestamptz)`;
}
