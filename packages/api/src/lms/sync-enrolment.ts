import { tables, withTransaction } from "@stoa/db";
import { type Fence, RetryLater } from "@stoa/jobs";
import { addMs, errorText, MINUTE_MS } from "@stoa/kit";
import { LmsRefused } from "@stoa/lms";
import { sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { notify, wantsMail } from "../platform/notify.ts";
import { bringPlace, heldBy, type LmsCopy } from "./bring-place.ts";
import { lmsClosedUntil, noteLmsAnswered, noteLmsFailed } from "./circuit-breaker.ts";
import { type Claimed, claimSync } from "./claim-sync.ts";

const { lmsSyncs } = tables;

/** Tries before a sync has failed (B10), with pauses of 5, 10, 20 and 40 minutes, a quarter of it left to chance. */
export const SYNC_TRIES = 5;
const FIRST_PAUSE_MS = 5 * MINUTE_MS;
const JITTER = 0.25;

/**
 * Brings the LMS to where the enrolment is, one run at a time for one learner and course. What the LMS refuses has failed
 * at once; when it does not answer, the next try begins by asking what is there. While the breaker is open nothing is
 * called and no try is lost.
 */
export async function syncEnrolment(ctx: Context, syncId: string, fence: Fence<Context>): Promise<void> {
  const closedUntil = await lmsClosedUntil(ctx);
  if (closedUntil) throw new RetryLater(addMs(closedUntil, Math.random() * MINUTE_MS * JITTER), "the LMS is down");
  const claim = await claimSync(ctx, syncId);
  if (claim === "settled") return;
  if (claim instanceof Date) throw new RetryLater(claim, "another run has this learner and course in hand");
  const { lms } = ctx.services;
  if (lms === null) return void (await fence.complete((tx) => fail(tx, claim, "no external LMS is configured")));
  try {
    const copy = await bringPlace(ctx, lms.withCorrelationId(ctx.correlationId), claim);
    await fence.complete((tx) => finish(tx, claim, copy));
    await noteLmsAnswered(ctx);
    ctx.services.metrics.lmsCalls.inc({ result: "ok" });
  } catch (error) {
    await afterFailure(ctx, claim, error, fence);
  }
}

/** The lease is the fence: a run that lost it, or whose request was made anew meanwhile, does not say "synced". */
async function finish(ctx: TxContext, claim: Claimed, copy: LmsCopy): Promise<void> {
  const now = ctx.clock.now();
  const [row] = await ctx.db
    .update(lmsSyncs)
    .set({
      ...copy,
      formerUser: null,
      formerCourse: null,
      status: unlessRequestedAnew("synced"),
      syncedAt: now,
      nextAttemptAt: null,
      lastError: null,
      updatedAt: sql`now()`,
    })
    .where(heldBy(claim))
    .returning({ status: lmsSyncs.status });
  const { wantedCourse } = claim;
  if (row?.status === "synced" && wantedCourse !== null) await tellLearner(ctx, claim, wantedCourse);
}

async function tellLearner(ctx: TxContext, claim: Claimed, lmsCourse: string): Promise<void> {
  const path = `/courses/${claim.courseSlug}`;
  const dedupeKey = `enrolment-ready:${claim.id}`;
  if (claim.userId !== null) {
    const data = { title: claim.courseTitle };
    await notify(ctx, { userId: claim.userId, kind: "purchase_ready", data, href: path, dedupeKey });
    if (!(await wantsMail(ctx, claim.userId, "purchase_ready"))) return;
  }
  await queueMail(ctx, {
    template: "enrolment-ready",
    to: claim.email,
    locale: claim.locale,
    userId: claim.userId,
    data: {
      name: claim.userId === null ? null : claim.name,
      courseTitle: claim.courseTitle,
      courseUrl: new URL(path, ctx.services.env.WEB_URL).href,
      lmsUrl: ctx.services.lms?.courseUrl(lmsCourse) ?? null,
    },
    dedupeKey,
  });
}

async function afterFailure(ctx: Context, claim: Claimed, error: unknown, fence: Fence<Context>): Promise<void> {
  const lastError = errorText(error);
  ctx.services.metrics.lmsCalls.inc({ result: error instanceof LmsRefused ? "refused" : "failed" });
  if (error instanceof LmsRefused) {
    await noteLmsAnswered(ctx);
    await fence.complete((tx) => fail(tx, claim, lastError));
    return;
  }
  await withTransaction(ctx, (tx) => noteLmsFailed(tx, error));
  if (claim.attempts >= SYNC_TRIES) {
    await fence.complete((tx) => fail(tx, claim, lastError));
    return;
  }
  const pause = FIRST_PAUSE_MS * 2 ** (claim.attempts - 1) * (1 - JITTER * Math.random());
  const at = addMs(ctx.clock.now(), pause);
  await ctx.db
    .update(lmsSyncs)
    .set({
      status: unlessRequestedAnew("pending"),
      nextAttemptAt: at,
      lastError,
      updatedAt: sql`now()`,
    })
    .where(heldBy(claim));
  throw new RetryLater(at, lastError);
}

/** Given up: visible in admin, where it can be tried again. The sale stands, and a request made meanwhile goes on. */
async function fail(ctx: TxContext, claim: Claimed, lastError: string): Promise<void> {
  await ctx.db
    .update(lmsSyncs)
    .set({ status: unlessRequestedAnew("failed"), nextAttemptAt: null, lastError, updatedAt: sql`now()` })
    .where(heldBy(claim));
}

/** A request that came while this run was at the LMS has set the status back, and no outcome of this run is its own. */
function unlessRequestedAnew(status: "synced" | "pending" | "failed") {
  return sql`case when ${lmsSyncs.status} = 'syncing' then ${status} else ${lmsSyncs.status}::text end::lms_sync_status`;
}
