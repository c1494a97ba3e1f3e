import { tables } from "@stoa/db";
import { decodeCursor, type Page, toPage } from "@stoa/kit";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { ListSyncsInput, LmsHealth, LmsSyncView } from "./schemas.ts";

const { lmsSyncs, lmsHealth, courses } = tables;

export async function listLmsSyncs(ctx: Context, input: ListSyncsInput): Promise<Page<LmsSyncView>> {
  const after = input.cursor ? decodeCursor(input.cursor, ["instant", "text"]) : null;
  const rows = await ctx.db
    .select({
      id: lmsSyncs.id,
      orderId: lmsSyncs.orderId,
      courseTitle: courses.title,
      lmsCourse: lmsSyncs.lmsCourse,
      email: lmsSyncs.email,
      status: lmsSyncs.status,
      attempts: lmsSyncs.attempts,
      nextAttemptAt: lmsSyncs.nextAttemptAt,
      lastError: lmsSyncs.lastError,
      lmsEnrolment: lmsSyncs.lmsEnrolment,
      lmsProgress: lmsSyncs.lmsProgress,
      lmsCertificate: lmsSyncs.lmsCertificate,
      syncedAt: lmsSyncs.syncedAt,
      createdAt: lmsSyncs.createdAt,
    })
    .from(lmsSyncs)
    .innerJoin(courses, eq(courses.id, lmsSyncs.courseId))
    .where(
      and(
        input.status ? eq(lmsSyncs.status, input.status) : undefined,
        input.orderId ? eq(lmsSyncs.orderId, input.orderId) : undefined,
        after ? sql`(${lmsSyncs.createdAt}, ${lmsSyncs.id}) < (${after[0]}::timestamptz, ${after[1]})` : undefined,
      ),
    )
    .orderBy(desc(lmsSyncs.createdAt), desc(lmsSyncs.id))
    .limit(input.limit + 1);
  return toPage(rows, input.limit, (row) => [row.createdAt.toISOString(), row.id]);
}

/** How the LMS is, and how many syncs are in each state. */
export async function lmsHealthNow(ctx: Context): Promise<LmsHealth> {
  const [[health], counts] = await Promise.all([
    ctx.db.select().from(lmsHealth).where(eq(lmsHealth.id, 1)),
    ctx.db
      .select({ status: lmsSyncs.status, count: sql<number>`count(*)::int` })
      .from(lmsSyncs)
      .groupBy(lmsSyncs.status),
  ]);
  const of = (status: string) => counts.find((row) => row.status === status)?.count ?? 0;
  const until = health?.openUntil ?? null;
  return {
    configured: ctx.services.lms !== null,
    state: until !== null && until > ctx.clock.now() ? "down" : (health?.consecutiveFailures ?? 0) > 0 ? "shaky" : "up",
    closedUntil: until,
    consecutiveFailures: health?.consecutiveFailures ?? 0,
    lastSuccessAt: health?.lastSuccessAt ?? null,
    lastFailureAt: health?.lastFailureAt ?? null,
    lastError: health?.lastError ?? null,
    syncs: { pending: of("pending"), syncing: of("syncing"), synced: of("synced"), failed: of("failed") },
  };
}
