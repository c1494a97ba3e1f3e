import { insertRows, tables, withTransaction } from "@stoa/db";
import { newId, only } from "@stoa/kit";
import { and, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Holder } from "../entitlements/index.ts";
import { announce } from "../platform/announce.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import type { EventData } from "../platform/events.ts";

const { enrolments } = tables;
/** The row as it was before an update of it. */
const before = alias(enrolments, "before");

const OPEN = ["pending", "active", "completed"] as const;

/** What an enrolment is once it is open again: what was completed stays so. */
const REOPENED = sql`case when ${enrolments.status} = 'completed' or ${enrolments.completedAt} is not null then 'completed' else 'active' end::enrolment_status`;

export interface Enrolment {
  id: string;
  courseId: string;
  status: (typeof enrolments.$inferSelect)["status"];
}

/** The holder's enrolment in a course: a new one, or the old one made active again. Learning state is kept. */
export async function openEnrolment(
  ctx: Context,
  { holder, courseId }: { holder: Holder; courseId: string },
): Promise<Enrolment> {
  return withTransaction(ctx, async (tx) => {
    const fresh = { id: newId("enrolment", ctx.clock.now().getTime()), courseId, status: "active" } as const;
    const row = { ...fresh, userId: holder.userId, emailNormalised: holder.email };
    const [opened] = await tx.db.execute<{ id: string }>(
      sql`${insertRows(enrolments, [row])} on conflict do nothing returning id`,
    );
    if (opened) {
      await recordAudit(tx, {
        action: "learning.enrol",
        subjectKind: "enrolment",
        subjectId: opened.id,
        after: { courseId, userId: holder.userId },
      });
      await announce(tx, "enrolment.created", { enrolmentId: opened.id, courseId, userId: holder.userId });
      return fresh;
    }
    return reopen(tx, { holder, courseId });
  });
}

/** The old enrolment, active again if it was not. */
async function reopen(ctx: TxContext, { holder, courseId }: { holder: Holder; courseId: string }): Promise<Enrolment> {
  const rows = await ctx.db
    .update(enrolments)
    .set({
      status: REOPENED,
      updatedAt: sql`now()`,
    })
    .from(before)
    .where(and(eq(before.id, enrolments.id), eq(enrolments.courseId, courseId), heldBy(holder)))
    .returning({ id: enrolments.id, courseId: enrolments.courseId, status: enrolments.status, was: before.status });
  const { was, ...enrolment } = only(rows, "enrolment");
  if (hadEnded(was)) {
    await announce(ctx, "enrolment.reopened", { enrolmentId: enrolment.id, courseId, userId: holder.userId });
  }
  return enrolment;
}

function hadEnded(status: Enrolment["status"]): boolean {
  return status === "expired" || status === "refunded";
}

/**
 * Closes the enrolments in courses whose last source of access ended: the account's, and those that still wait under its
 * address to be joined. Learning state stays, for when they come back. Gives those that were open.
 */
export async function closeEnrolments(
  ctx: Context,
  close: { holder: Holder; courseIds: readonly string[]; status: "expired" | "refunded" },
): Promise<{ id: string; courseId: string }[]> {
  return withTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .update(enrolments)
      .set({ status: close.status, updatedAt: sql`now()` })
      .where(and(inArray(enrolments.courseId, [...close.courseIds]), closableOf(close.holder)))
      .returning({ id: enrolments.id, courseId: enrolments.courseId, userId: enrolments.userId });
    for (const row of rows) {
      await recordAudit(tx, {
        action: "learning.close_enrolment",
        subjectKind: "enrolment",
        subjectId: row.id,
        after: { status: close.status },
      });
      await announceEnd(tx, row, close.status);
    }
    return rows.map(({ id, courseId }) => ({ id, courseId }));
  });
}

type Ended = Pick<typeof enrolments.$inferSelect, "id" | "courseId" | "userId">;

async function announceEnd(ctx: TxContext, { id, ...of }: Ended, reason: EventData<"enrolment.ended">["reason"]) {
  await announce(ctx, "enrolment.ended", { enrolmentId: id, ...of, reason });
}

/** The enrolments in some courses that `closeEnrolments` would close. */
export function openEnrolmentsOf(
  ctx: Pick<Context, "db">,
  { holder, courseIds }: { holder: Holder; courseIds: readonly string[] },
): Promise<{ id: string; courseId: string }[]> {
  return ctx.db
    .select({ id: enrolments.id, courseId: enrolments.courseId })
    .from(enrolments)
    .where(and(inArray(enrolments.courseId, [...courseIds]), closableOf(holder)))
    .orderBy(enrolments.id);
}

/**
 * Moves enrolments bought under a proved address on to its account. Where the account is enrolled in the same course
 * already, the two become one, with the lessons done in either. Gives those pairs: the guest's, and what it went into.
 */
export async function joinEnrolments(
  ctx: Context,
  { userId, email }: { userId: string; email: string },
): Promise<{ merged: Merged[] }> {
  return withTransaction(ctx, async (tx) => {
    const guests = await tx.db
      .select({ id: enrolments.id, courseId: enrolments.courseId })
      .from(enrolments)
      .where(and(isNull(enrolments.userId), eq(enrolments.emailNormalised, email), inArray(enrolments.status, OPEN)))
      .orderBy(enrolments.id)
      .for("update");
    const merged: Merged[] = [];
    for (const guest of guests) merged.push(...(await joinOne(tx, guest, userId)));
    return { merged };
  });
}

interface Merged {
  from: string;
  to: string;
}

async function joinOne(tx: TxContext, guest: { id: string; courseId: string }, userId: string): Promise<Merged[]> {
  const [own] = await tx.db
    .select({ id: enrolments.id, status: enrolments.status })
    .from(enrolments)
    .where(and(eq(enrolments.userId, userId), eq(enrolments.courseId, guest.courseId)))
    .for("update");
  if (!own) {
    await tx.db.update(enrolments).set({ userId, updatedAt: sql`now()` }).where(eq(enrolments.id, guest.id));
    return [];
  }
  await tx.db.execute(sql`
    insert into lesson_progress (enrolment_id, lesson_id, position, completed_at, last_seen_at)
    select ${own.id}, lesson_id, position, completed_at, last_seen_at from lesson_progress where enrolment_id = ${guest.id}
    on conflict (enrolment_id, lesson_id) do update set
      position = greatest(lesson_progress.position, excluded.position),
      completed_at = coalesce(lesson_progress.completed_at, excluded.completed_at)`);
  await tx.db
    .update(enrolments)
    .set({ status: REOPENED })
    .where(and(eq(enrolments.id, own.id), inArray(enrolments.status, ["pending", "expired", "refunded"])));
  // The guest's row stays, closed, because its lessons and its synchronisation point at it.
  await tx.db.update(enrolments).set({ status: "expired", updatedAt: sql`now()` }).where(eq(enrolments.id, guest.id));
  await announceEnd(tx, { ...guest, userId }, "joined");
  if (hadEnded(own.status)) {
    await announce(tx, "enrolment.reopened", { enrolmentId: own.id, courseId: guest.courseId, userId });
  }
  return [{ from: guest.id, to: own.id }];
}

/** The account's, and one that still waits under its address. */
function closableOf(holder: Holder): SQL | undefined {
  return and(or(heldBy(holder), heldBy({ ...holder, userId: null })), inArray(enrolments.status, OPEN));
}

function heldBy(holder: Holder): SQL | undefined {
  return holder.userId === null
    ? and(isNull(enrolments.userId), eq(enrolments.emailNormalised, holder.email))
    : eq(enrolments.userId, holder.userId);
}
