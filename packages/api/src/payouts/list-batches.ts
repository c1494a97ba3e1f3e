import { tables } from "@stoa/db";
import { type Currency, decodeCursor, money, type Page, toPage } from "@stoa/kit";
import { desc, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { waitingOf } from "./approve-payout.ts";
import { BatchNotFound } from "./errors.ts";
import { mayApprove } from "./policy.ts";
import type { BatchDetail, BatchRow } from "./schemas.ts";

const { payoutBatches, payouts } = tables;

const ofBatch = sql`from payouts o where o.batch_id = "payout_batches"."id"`;
const columns = {
  batch: payoutBatches,
  requestedBy: sql<string | null>`(select n.name from users n where n.id = "payout_batches"."requested_by")`,
  waiting: sql<number>`(select count(*) ${ofBatch} and o.status = 'requested')::int`,
  paidMinor: sql<number>`(select coalesce(sum(o.amount_minor), 0) ${ofBatch} and o.status = 'paid')::bigint`.mapWith(
    Number,
  ),
};

/** All batches, the newest first, with how far each has come. */
export async function listBatches(
  ctx: Context,
  input: { cursor?: string | undefined; limit: number },
): Promise<Page<BatchRow>> {
  const rows = await rowsOf(ctx, after(input.cursor), input.limit + 1);
  const page = toPage(rows, input.limit, ({ batch }) => [batch.createdAt.toISOString(), batch.id]);
  return { items: page.items.map(toRow), nextCursor: page.nextCursor };
}

/** One batch, and whether the caller may let go what of it waits. Throws `BatchNotFound`. */
export async function getBatch(ctx: Context, batchId: string): Promise<BatchDetail> {
  const [row] = await rowsOf(ctx, eq(payoutBatches.id, batchId), 1);
  if (!row) throw new BatchNotFound(batchId);
  const waiting = await waitingOf(ctx, eq(payouts.batchId, batchId));
  return { ...toRow(row), mayApprove: waiting.length > 0 && waiting.every((each) => mayApprove(ctx.actor.id, each)) };
}

function rowsOf(ctx: Context, where: SQL | undefined, limit: number) {
  return ctx.db
    .select(columns)
    .from(payoutBatches)
    .where(where)
    .orderBy(desc(payoutBatches.createdAt), desc(payoutBatches.id))
    .limit(limit);
}

function toRow({ batch, requestedBy, waiting, paidMinor }: Awaited<ReturnType<typeof rowsOf>>[number]): BatchRow {
  const { id, key, payouts, createdAt } = batch;
  const of = (minor: number) => money(minor, batch.currency as Currency);
  return { id, key, payouts, requestedBy, createdAt, waiting, total: of(batch.totalMinor), paid: of(paidMinor) };
}

function after(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const [at, id] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${payoutBatches.createdAt}, ${payoutBatches.id}) < (${at}::timestamptz, ${id})`;
}
