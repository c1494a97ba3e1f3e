import { tables } from "@stoa/db";
import { type Currency, decodeCursor, type Money, money, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, ne, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { type Run, readRun } from "./runs.ts";
import type { FindingView, ListFindingsInput, ListRunsInput, RunView } from "./schemas.ts";

const { reconciliations, reconciliationFindings: findings } = tables;

/** What has been compared, the newest first. */
export async function listRuns(ctx: Context, { gateway, cursor, limit }: ListRunsInput): Promise<Page<RunView>> {
  const rows = await ctx.db
    .select()
    .from(reconciliations)
    .where(
      and(
        gateway ? eq(reconciliations.gateway, gateway) : undefined,
        cursor ? olderThan(sql`${reconciliations.startedAt}`, sql`${reconciliations.id}`, cursor) : undefined,
      ),
    )
    .orderBy(desc(reconciliations.startedAt), desc(reconciliations.id))
    .limit(limit + 1);
  const page = toPage(rows, limit, (row) => [row.startedAt.toISOString(), row.id]);
  return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
}

/** Throws `ReconciliationNotFound`. */
export async function getRun(ctx: Context, id: string): Promise<RunView> {
  return viewOf(await readRun(ctx, id));
}

/** What differs, the newest first. */
export async function listFindings(ctx: Context, input: ListFindingsInput): Promise<Page<FindingView>> {
  const rows = await ctx.db
    .select()
    .from(findings)
    .where(
      and(
        input.state === "open" ? eq(findings.status, "open") : undefined,
        input.state === "resolved" ? ne(findings.status, "open") : undefined,
        input.gateway ? eq(findings.gateway, input.gateway) : undefined,
        input.reconciliationId ? eq(findings.reconciliationId, input.reconciliationId) : undefined,
        input.cursor ? olderThan(sql`${findings.occurredAt}`, sql`${findings.id}`, input.cursor) : undefined,
      ),
    )
    .orderBy(desc(findings.occurredAt), desc(findings.id))
    .limit(input.limit + 1);
  const page = toPage(rows, input.limit, (row) => [row.occurredAt.toISOString(), row.id]);
  return {
    items: page.items.map((row) => ({
      ...row,
      here: wordOf(row.hereStatus, row.hereMinor, row.hereCurrency),
      there: wordOf(row.thereStatus, row.thereMinor, row.thereCurrency),
    })),
    nextCursor: page.nextCursor,
  };
}

function olderThan(at: ReturnType<typeof sql>, id: ReturnType<typeof sql>, cursor: string) {
  const [instant, last] = decodeCursor(cursor, ["instant", "text"]);
  return sql`(${at}, ${id}) < (${instant}::timestamptz, ${last})`;
}

function viewOf(run: Run): RunView {
  return {
    ...run,
    from: run.windowFrom,
    to: run.windowTo,
    byHand: !run.daily,
    fees: run.fees as Money[],
  };
}

function wordOf(status: string | null, minor: number | null, currency: string | null): FindingView["here"] {
  if (status === null || minor === null) return null;
  return { status, amount: money(minor, currency as Currency) };
}
